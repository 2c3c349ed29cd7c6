/* What check/rendering.js needs of micromark: GitHub's Markdown with footnotes, as HTML. */
import { micromark } from "micromark";
import {
  gfmAutolinkLiteral,
  gfmAutolinkLiteralHtml,
} from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote, gfmFootnoteHtml } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { gfmTaskListItem, gfmTaskListItemHtml } from "micromark-extension-gfm-task-list-item";
import { combineExtensions, combineHtmlExtensions } from "micromark-util-combine-extensions";

const extensions = [
  combineExtensions([
    gfmAutolinkLiteral(),
    gfmFootnote(),
    gfmStrikethrough(),
    gfmTable(),
    gfmTaskListItem(),
  ]),
];
const htmlExtensions = [
  combineHtmlExtensions([
    gfmAutolinkLiteralHtml(),
    gfmFootnoteHtml(),
    gfmStrikethroughHtml(),
    gfmTableHtml(),
    gfmTaskListItemHtml(),
  ]),
];

export const toHtml = (markdown, allowDangerousHtml) =>
  micromark(markdown, {
    allowDangerousHtml,
    allowDangerousProtocol: true,
    extensions,
    htmlExtensions,
  });
