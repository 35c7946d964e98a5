"""What the first visitor would wait for, done in the background right after the start: word lists, templates, large imports.

Nothing of the store is read, so that it does no harm where there is none yet; what fails here fails again, and is told,
where it is needed.
"""

from __future__ import annotations

from graph.errors import ZerenError
from viz import network
from viz.templating import environment
from viz.words import labels


def warm() -> None:
    """Load it all; it takes some seconds of one core."""
    from graph.names.gazetteer import load_gazetteer
    from graph.names.initials import initials
    from graph.names.themes import load_themes
    from queries.ask.content import tagged
    from queries.ask.patterns import load_patterns
    from queries.ask.reply import sentences
    from queries.words import load_words

    try:
        labels("zh")
        load_words("zh")
        for name in environment().list_templates(extensions=["j2"]):
            environment().get_template(name)
        network.prepare()
        load_gazetteer()
        load_themes()
        initials("区")
        load_patterns()
        sentences()
        tagged("政策解读")
    except ZerenError:
        return
