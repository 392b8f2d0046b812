"""Every kind of mistake in an agreement's own rules, and what such rules may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake, broken, check, named, problems_of

ON = 'on = { event = "statement", as = "e", of = "stay" }'
WHEN = 'when = [{ fact = "term", as = "t", clause = "$e.of", state = "in-force" }]'
UNLESS = 'unless = [{ fact = "terminating", clause = "$e.of", number = "$t.number" }]'
LET = 'let = { next = { plus = ["$t.number", 1] } }'
THEN = LET + "\nthen = []"

RULES = (
    Mistake(
        "unknown section",
        '[[rule]]\nid = "lake-incident"',
        '[[rules]] # <-\nid = "lake-incident"',
        "rules",
        ("unknown key 'rules'", "did you mean 'rule'?"),
    ),
    Mistake(
        "no id",
        '[[rule]]\nid = "lake-incident"',
        "[[rule]] # <-",
        "rule[1]",
        ("no 'id'",),
    ),
    Mistake(
        "id of a rule",
        'id = "lake-incident"',
        'id = "Lake" # <-',
        "rule[1].id",
        ("'Lake'", "an id"),
    ),
    Mistake(
        "id of a rule of the doctrine",
        'id = "lake-statement-counts"',
        'id = "notice-in-time" # <-',
        "rule[0].id",
        ("'notice-in-time' is the id of another rule", 'replaces = "notice-in-time"'),
    ),
    Mistake(
        "id of another rule",
        'id = "lake-incident"',
        'id = "lake-statement-counts" # <-',
        "rule[1].id",
        ("'lake-statement-counts' is the id of another rule",),
    ),
    Mistake(
        "no sentence",
        'says = "An incident on the lake is told like any other."',
        'says = "" # <-',
        "rule[1].says",
        ("an empty text",),
    ),
    Mistake(
        "unknown key of a rule",
        UNLESS,
        UNLESS + "\npriority = 3 # <-",
        "rule[0].priority",
        ("unknown key 'priority'",),
    ),
    Mistake(
        "replaces no rule",
        'replaces = "incident-outside-duty"',
        'replaces = "incident-outside-dutty" # <-',
        "rule[1].replaces",
        ("no rule is named 'incident-outside-dutty'", "did you mean 'incident-outside-duty'?"),
    ),
    Mistake(
        "replaces a list",
        'replaces = "incident-outside-duty"',
        'replaces = ["incident-outside-duty"] # <-',
        "rule[1].replaces",
        ("a list is not usable here", "a text"),
    ),
    Mistake(
        "yields to no rule",
        UNLESS,
        UNLESS + '\nyields = ["nobody"] # <-',
        "rule[0].yields",
        ("no rule is named 'nobody'",),
    ),
    Mistake(
        "yields a number",
        UNLESS,
        UNLESS + "\nyields = 3 # <-",
        "rule[0].yields",
        ("3 is not usable here", "a list"),
    ),
)

TRIGGERS = (
    Mistake(
        "trigger a text", ON, 'on = "statement" # <-', "rule[0].on", ("is not a trigger", "event =")
    ),
    Mistake(
        "trigger of two sorts",
        ON,
        'on = { event = "statement", signal = "opened", as = "e", of = "stay" } # <-',
        "rule[0].on",
        ("is not a trigger",),
    ),
    Mistake(
        "event not known",
        ON,
        'on = { event = "statment", as = "e", of = "stay" } # <-',
        "rule[0].on.event",
        ("no event is named 'statment'", "did you mean 'statement'?"),
    ),
    Mistake(
        "event a number",
        ON,
        'on = { event = 4, as = "e", of = "stay" } # <-',
        "rule[0].on.event",
        ("4 is not usable here",),
    ),
    Mistake(
        "boundary not known",
        ON + "\n" + WHEN + "\n" + UNLESS + "\n" + THEN,
        'on = { reached = "term.end", as = "e" } # <-\nthen = []',
        "rule[0].on.reached",
        ("'term' has no boundary 'end'", "did you mean 'ends'?"),
    ),
    Mistake(
        "trigger without a name",
        ON,
        'on = { event = "statement", of = "stay" } # <-',
        "rule[0].on",
        ("the trigger has no name", 'as = "e"'),
    ),
    Mistake(
        "name that no reference can hold",
        ON + "\n" + WHEN + "\n" + UNLESS + "\n" + THEN,
        'on = { event = "statement", as = "the event" } # <-\nthen = []',
        "rule[0].on.as",
        ("'the event' is not a name",),
    ),
    Mistake(
        "field not known",
        ON,
        'on = { event = "statement", as = "e", off = "stay" } # <-',
        "rule[0].on.off",
        ("'statement' has no field 'off'", "did you mean 'of'?"),
    ),
)

PATTERNS = (
    Mistake(
        "when a number",
        WHEN + "\n" + UNLESS + "\n" + THEN,
        "when = 4 # <-\nthen = []",
        "rule[0].when",
        ("4 is not usable here", "a list"),
    ),
    Mistake(
        "pattern a text",
        WHEN + "\n" + UNLESS + "\n" + THEN,
        'when = ["term"] # <-\nthen = []',
        "rule[0].when[0]",
        ("is not a pattern", "fact ="),
    ),
    Mistake(
        "fact not known",
        WHEN + "\n" + UNLESS + "\n" + THEN,
        WHEN.replace('"term"', '"trem"') + " # <-\nthen = []",
        "rule[0].when[0]",
        ("no kind of fact is named 'trem'", "did you mean 'term'?"),
    ),
    Mistake(
        "field of a fact not known",
        WHEN,
        WHEN.replace("state =", "stat =") + " # <-",
        "rule[0].when[0].stat",
        ("'term' has no field 'stat'",),
    ),
    Mistake(
        "comparison not known",
        UNLESS,
        UNLESS.replace('"$t.number"', "{ above = 1 }") + " # <-",
        "rule[0].unless[0].number",
        ("no comparison is named 'above'",),
    ),
    Mistake(
        "comparison that is empty",
        UNLESS,
        UNLESS.replace('"$t.number"', "{}") + " # <-",
        "rule[0].unless[0].number",
        ("an empty table",),
    ),
    Mistake(
        "order of texts",
        WHEN,
        WHEN.replace('"in-force"', '{ gt = "a" }') + " # <-",
        "rule[0].when[0].state",
        ("'state' is a text and has no order",),
    ),
    Mistake(
        "arithmetic in a condition",
        UNLESS,
        UNLESS.replace('"$t.number"', '{ eq = { plus = ["$t.number", 1] } }') + " # <-",
        "rule[0].unless[0].number",
        ("arithmetic in a condition", "let"),
    ),
    Mistake(
        "reference to nothing",
        UNLESS,
        UNLESS.replace("$t.number", "$x.number") + " # <-",
        "rule[0].unless[0].number",
        ("no earlier pattern is named 'x'",),
    ),
    Mistake(
        "reference that is none",
        UNLESS,
        UNLESS.replace("$t.number", "$t.number + 1") + " # <-",
        "rule[0].unless[0].number",
        ("is not a reference", "$alias.field"),
    ),
    Mistake(
        "field of another type",
        UNLESS,
        UNLESS.replace("$t.number", "$t.state") + " # <-",
        "rule[0].unless[0].number",
        ("is a text", "a count"),
    ),
    Mistake(
        "number that is huge",
        UNLESS,
        UNLESS.replace('"$t.number"', str(2**60)) + " # <-",
        "rule[0].unless[0].number",
        ("is too large",),
    ),
    Mistake(
        "number that has a point",
        UNLESS,
        UNLESS.replace('"$t.number"', "1.5") + " # <-",
        "rule[0].unless[0].number",
        ("1.5 is not a value",),
    ),
    Mistake(
        "name that is bound already",
        WHEN + "\n" + UNLESS + "\n" + THEN,
        WHEN.replace('as = "t"', 'as = "e"') + " # <-\nthen = []",
        "rule[0].when[0]",
        ("'e' is bound already",),
    ),
    Mistake(
        "name under unless",
        UNLESS,
        UNLESS.replace("clause =", 'as = "x", clause =') + " # <-",
        "rule[0].unless[0]",
        ("binds nothing",),
    ),
    Mistake(
        "patterns that anything satisfies",
        WHEN,
        'when = [{ fact = "term", as = "t" }, { fact = "entitled" }, { fact = "party" }] # <-',
        "rule[0].when",
        ("3 patterns that any number of facts may satisfy", "whole key"),
    ),
)

ACTS = (
    Mistake(
        "then a text",
        "then = []\n\n",
        'then = "nothing" # <-\n\n',
        "rule[0].then",
        ("'nothing' is not usable here", "a list"),
    ),
    Mistake(
        "act without a verb",
        "then = []\n\n",
        'then = [{ clause = "$e.of" }] # <-\n\n',
        "rule[0].then[0]",
        ("no verb", "make, put, set"),
    ),
    Mistake(
        "act with two verbs",
        "then = []\n\n",
        'then = [{ set = "t", drop = "t" }] # <-\n\n',
        "rule[0].then[0]",
        ("not one verb",),
    ),
    Mistake(
        "act on nothing",
        "then = []\n\n",
        'then = [{ drop = "x" }] # <-\n\n',
        "rule[0].then[0].drop",
        ("nothing is named 'x'",),
    ),
    Mistake(
        "fact of the text changed",
        "then = []\n\n",
        'then = [{ drop = "e" }] # <-\n\n',
        "rule[0].then[0].drop",
        ("'e' is not a fact that rules may change",),
    ),
    Mistake(
        "field that an act does not know",
        "then = []\n\n",
        'then = [{ set = "t", sate = "ended" }] # <-\n\n',
        "rule[0].then[0].sate",
        ("'term' has no field 'sate'", "did you mean 'state'?"),
    ),
    Mistake(
        "key that an act changes",
        "then = []\n\n",
        'then = [{ set = "t", clause = "truce" }] # <-\n\n',
        "rule[0].then[0].clause",
        ("names the fact and cannot be changed",),
    ),
    Mistake(
        "text added to",
        "then = []\n\n",
        'then = [{ add = "t", state = "x" }] # <-\n\n',
        "rule[0].then[0].state",
        ("a count to add to",),
    ),
    Mistake(
        "field that an act lacks",
        "then = []\n\n",
        'then = [{ make = "duty", clause = "$e.of" }] # <-\n\n',
        "rule[0].then[0]",
        ("'duty' is made without 'state'",),
    ),
    Mistake(
        "fact dropped in part",
        "then = []\n\n",
        'then = [{ drop = "t", number = 1 }] # <-\n\n',
        "rule[0].then[0]",
        ("a fact is dropped whole",),
    ),
    Mistake(
        "signal not known",
        "then = []\n\n",
        'then = [{ signal = "opend" }] # <-\n\n',
        "rule[0].then[0].signal",
        ("nothing is named 'opend'", "did you mean 'opened'?"),
    ),
    Mistake(
        "function not known",
        LET,
        'let = { next = { pluss = ["$t.number", 1] } } # <-',
        "rule[0].let.next",
        ("no function is named 'pluss'", "did you mean 'plus'?"),
    ),
    Mistake(
        "argument that is missing",
        LET,
        'let = { next = { plus = ["$t.number"] } } # <-',
        "rule[0].let.next",
        ("'plus' is given 1 arguments", "2"),
    ),
    Mistake(
        "argument of another type",
        LET,
        'let = { next = { plus = ["$t.state", 1] } } # <-',
        "rule[0].let.next",
        ("is a text", "a count"),
    ),
    Mistake(
        "duration that is none",
        LET,
        'let = { next = { advance = ["$t.first", "five years", "$t.period"] } } # <-',
        "rule[0].let.next",
        ("'five years' is not a duration",),
    ),
    Mistake(
        "convention that is none",
        LET,
        'let = { next = { advance = ["$t.first", "5 years", "strict"] } } # <-',
        "rule[0].let.next",
        ("'strict' is not a Period",),
    ),
    Mistake("let a list", LET, "let = [] # <-", "rule[0].let", ("an empty list", "a table")),
    Mistake(
        "let in place of a name",
        LET,
        "let = { t = 1 } # <-",
        "rule[0].let.t",
        ("'t' is bound already",),
    ),
    Mistake(
        "law concluded from the ground",
        '[[rule]]\nid = "lake-statement-counts"\n'
        'says = "A statement about the lake has no effect."\n'
        + ON
        + "\n"
        + WHEN
        + "\n"
        + UNLESS
        + "\n"
        + THEN,
        '[[rule]] # <-\nid = "lake-presence"\nsays = "The force has left, so the stay ends."\n'
        'on = { event = "presence", as = "e" }\n'
        'when = [{ fact = "term", as = "t", clause = "stay" }]\n'
        'then = [{ set = "t", state = "ended" }]',
        "rule[0]",
        ("reads what is reported of the ground",),
    ),
)


@pytest.mark.parametrize("mistake", named((*RULES, *TRIGGERS, *PATTERNS, *ACTS)))
def test_mistake(tmp_path: Path, mistake: Mistake) -> None:
    check(tmp_path, "rules.toml", mistake)


def test_an_event_that_no_rule_reads_any_more(tmp_path: Path) -> None:
    """The one rule that reads milestones is replaced by one that reads something else."""
    lake = broken(
        tmp_path,
        "rules.toml",
        'replaces = "incident-outside-duty"',
        'replaces = "milestone" # <-',
    )

    (problem,) = problems_of(lake)

    assert (problem.file, problem.path, problem.line) == ("lake/rules.toml", "rule[1].replaces", 13)
    assert "no rule reads events of kind 'milestone', and they are not declared" in str(problem)
    assert 'on = { event = "milestone"' in problem.right


def test_a_rule_replaced_twice(tmp_path: Path) -> None:
    lake = broken(
        tmp_path,
        "rules.toml",
        'id = "lake-statement-counts"',
        'id = "lake-statement-counts"\nreplaces = "incident-outside-duty"',
    )

    (problem,) = problems_of(lake)

    assert problem.path == "rule[1].replaces"
    assert problem.found == "'incident-outside-duty' is replaced twice"
