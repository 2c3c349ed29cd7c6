"""Cases on which our verdict is held against that of ``ssh-keygen -Y verify``.

Each module adds its own to :data:`verdicts.case.CASES`. A case says whether ssh-keygen accepts,
so that one that is refused for a slip in the case itself does not pass for agreement.
"""
