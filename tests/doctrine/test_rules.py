"""Every kind of mistake in an agreement's own rules, and what such rules may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making.breaking import Mistake, broken, check, named, problems_of

HEAD = '[lake-statement-counts]\nsays = "A statement about the lake has no effect."\n'
BY = 'authority = "the practice of the lake"\n'
ON = 'on = { event = "statement", of = "stay" }'
WHEN = 'when.term = { state = "in-force" }'
UNLESS = 'unless.terminating = { number = "$term.number" }'
LET = 'let.next = { plus = ["$term.number", 1] }'
REST = f"{WHEN}\n{UNLESS}\n{LET}\n"
NONE = 'effect = "none"\n\n'

RULES = (
    Mistake(
        "rule that is no table",
        HEAD,
        "lake = 3 # <-\n" + HEAD,
        "lake",
        ("3 is not usable here", "a table"),
    ),
    Mistake(
        "id of a rule",
        "[lake-incident]",
        "[Lake] # <-",
        "Lake",
        ("is not usable here", "an id"),
    ),
    Mistake(
        "id of a rule of the doctrine",
        "[lake-statement-counts]",
        "[notice-in-time] # <-",
        "notice-in-time",
        ("'notice-in-time' is the id of another rule", 'replaces = "notice-in-time"'),
    ),
    Mistake(
        "no authority",
        HEAD + BY,
        "[lake-statement-counts] # <-\nsays = 'S.'\n",
        "lake-statement-counts",
        ("no 'authority'", "the article, the practice or the author"),
    ),
    Mistake(
        "authority that is empty",
        HEAD + BY,
        HEAD + 'authority = "" # <-\n',
        "lake-statement-counts.authority",
        ("an empty text",),
    ),
    Mistake(
        "no sentence",
        'says = "An incident on the lake is told like any other."',
        'says = "" # <-',
        "lake-incident.says",
        ("an empty text",),
    ),
    Mistake(
        "unknown key of a rule",
        UNLESS,
        UNLESS + "\npriority = 3 # <-",
        "lake-statement-counts.priority",
        ("unknown key 'priority'",),
    ),
    Mistake(
        "replaces no rule",
        'replaces = "incident-outside-duty"',
        'replaces = "incident-outside-dutty" # <-',
        "lake-incident.replaces",
        ("no rule is named 'incident-outside-dutty'", "did you mean 'incident-outside-duty'?"),
    ),
    Mistake(
        "replaces a list",
        'replaces = "incident-outside-duty"',
        'replaces = ["incident-outside-duty"] # <-',
        "lake-incident.replaces",
        ("a list is not usable here", "a text"),
    ),
    Mistake(
        "yields to no rule",
        UNLESS,
        UNLESS + '\nyields = ["nobody"] # <-',
        "lake-statement-counts.yields",
        ("no rule is named 'nobody'",),
    ),
    Mistake(
        "yields a number",
        UNLESS,
        UNLESS + "\nyields = 3 # <-",
        "lake-statement-counts.yields",
        ("3 is not usable here", "a list"),
    ),
)

TRIGGERS = (
    Mistake(
        "trigger a text",
        ON,
        'on = "statement" # <-',
        "lake-statement-counts.on",
        ("is not a trigger", "on.event ="),
    ),
    Mistake(
        "trigger of two sorts",
        ON,
        'on = { event = "statement", signal = "opened", of = "stay" } # <-',
        "lake-statement-counts.on",
        ("is not a trigger",),
    ),
    Mistake(
        "event not known",
        ON,
        'on = { event = "statment", of = "stay" } # <-',
        "lake-statement-counts.on.event",
        ("no event is named 'statment'", "did you mean 'statement'?"),
    ),
    Mistake(
        "event a number",
        ON,
        'on = { event = 4, of = "stay" } # <-',
        "lake-statement-counts.on.event",
        ("4 is not usable here",),
    ),
    Mistake(
        "boundary not known",
        ON + "\n" + REST,
        'on.reached = "term.end" # <-\n',
        "lake-statement-counts.on.reached",
        ("'term' has no boundary 'end'", "did you mean 'ends'?"),
    ),
    Mistake(
        "field not known",
        ON,
        'on = { event = "statement", off = "stay" } # <-',
        "lake-statement-counts.on.off",
        ("'statement' has no field 'off'", "did you mean 'of'?"),
    ),
)

PATTERNS = (
    Mistake(
        "when a number",
        REST,
        "when = 4 # <-\n",
        "lake-statement-counts.when",
        ("4 is not usable here", "when.term = { ... }"),
    ),
    Mistake(
        "unless a list",
        REST,
        "unless = [4] # <-\n",
        "lake-statement-counts.unless",
        ("a list is not usable here", "unless.term = { ... }"),
    ),
    Mistake(
        "pattern a text",
        REST,
        'when.term = "in-force" # <-\n',
        "lake-statement-counts.when.term",
        ("'in-force' is not a pattern", "{ field = ... }"),
    ),
    Mistake(
        "fact not known",
        REST,
        WHEN.replace("term", "trem") + " # <-\n",
        "lake-statement-counts.when.trem",
        ("no kind of fact is named 'trem'", "did you mean 'term'?"),
    ),
    Mistake(
        "fact of another name not known",
        REST,
        'when.other = { fact = "trem" } # <-\n',
        "lake-statement-counts.when.other",
        ("no kind of fact is named 'trem'", "did you mean 'term'?"),
    ),
    Mistake(
        "name that is no kind of fact",
        REST,
        "when.elsewhere = {} # <-\n",
        "lake-statement-counts.when.elsewhere",
        ("no kind of fact is named 'elsewhere'", 'fact = "..."'),
    ),
    Mistake(
        "name that no reference can hold",
        REST,
        'when."The Term" = { fact = "term" } # <-\n',
        "lake-statement-counts.when.'The Term'",
        ("'The Term' is not a name",),
    ),
    Mistake(
        "name of what sets a rule off",
        REST,
        'when.trigger = { fact = "term" } # <-\n',
        "lake-statement-counts.when.trigger",
        ("'trigger' is bound already", 'fact = "term"'),
    ),
    Mistake(
        "clause of a trigger that has none",
        ON + "\n" + REST,
        'on.signal = "take-back"\nwhen.term = {} # <-\n',
        "lake-statement-counts.when.term",
        ("which clause of 'term'", 'clause = "$any"'),
    ),
    Mistake(
        "field of a fact not known",
        WHEN,
        WHEN.replace("state =", "stat =") + " # <-",
        "lake-statement-counts.when.term.stat",
        ("'term' has no field 'stat'",),
    ),
    Mistake(
        "comparison not known",
        UNLESS,
        UNLESS.replace('"$term.number"', "{ above = 1 }") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("no comparison is named 'above'",),
    ),
    Mistake(
        "comparison that is empty",
        UNLESS,
        UNLESS.replace('"$term.number"', "{}") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("an empty table",),
    ),
    Mistake(
        "order of texts",
        WHEN,
        WHEN.replace('"in-force"', '{ after = "a" }') + " # <-",
        "lake-statement-counts.when.term.state",
        ("'state' is a text and has no order", "other-than"),
    ),
    Mistake(
        "comparison of times for a count",
        UNLESS,
        UNLESS.replace('"$term.number"', "{ after = 1 }") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("'number' is a count", "more-than"),
    ),
    Mistake(
        "comparison of counts for a time",
        WHEN,
        "when.term = { ends = { more-than = 3 } } # <-",
        "lake-statement-counts.when.term.ends",
        ("'ends' is a boundary", "after"),
    ),
    Mistake(
        "count that is known",
        UNLESS,
        UNLESS.replace('"$term.number"', "{ known = true }") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("'number' is a count, and always known",),
    ),
    Mistake(
        "known a number",
        WHEN,
        "when.term = { ends = { known = 1 } } # <-",
        "lake-statement-counts.when.term.ends",
        ("1 is not usable here", "true or false"),
    ),
    Mistake(
        "list where a fact is bound",
        WHEN,
        'when.term = { state = ["in-force", "ended"] } # <-',
        "lake-statement-counts.when.term.state",
        ("a list", "unless"),
    ),
    Mistake(
        "fact held against itself that may be one of several",
        WHEN,
        'when.term = { clause = "$any", opens = { not-before = "$term.closes" } } # <-',
        "lake-statement-counts.when.term",
        ("a fact held against itself may be one of several", "which: clause"),
    ),
    Mistake(
        "arithmetic in a condition",
        UNLESS,
        UNLESS.replace('"$term.number"', '{ at-most = { plus = ["$term.number", 1] } }') + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("arithmetic in a condition", "let"),
    ),
    Mistake(
        "reference to nothing",
        UNLESS,
        UNLESS.replace("$term.number", "$x.number") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("no earlier pattern is named 'x'",),
    ),
    Mistake(
        "field that the trigger does not have",
        UNLESS,
        UNLESS.replace("$term.number", "$number") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("nothing is named '$number' here",),
    ),
    Mistake(
        "reference that is none",
        UNLESS,
        UNLESS.replace("$term.number", "$term.number + 1") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("is not a reference", "$pattern.field"),
    ),
    Mistake(
        "field of another type",
        UNLESS,
        UNLESS.replace("$term.number", "$term.state") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("is a text", "a count"),
    ),
    Mistake(
        "number that is huge",
        UNLESS,
        UNLESS.replace('"$term.number"', str(2**60)) + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("is too large",),
    ),
    Mistake(
        "number that has a point",
        UNLESS,
        UNLESS.replace('"$term.number"', "1.5") + " # <-",
        "lake-statement-counts.unless.terminating.number",
        ("1.5 is not a value",),
    ),
    Mistake(
        "patterns that anything satisfies",
        WHEN,
        'when.term = { clause = "$any" } # <-\nwhen.entitled = {}\nwhen.party = {}',
        "lake-statement-counts.when",
        ("3 patterns that any number of facts may satisfy", "whole key"),
    ),
)

OLD = (
    Mistake(
        "rules in a list",
        HEAD + BY,
        '[[rule]] # <-\nid = "lake-statement-counts"\n',
        "rule",
        ("[[rule]], of a notation that is read no more", "[the-id] on a line of its own"),
    ),
    Mistake(
        "trigger with a name",
        ON,
        'on = { event = "statement", as = "e", of = "stay" } # <-',
        "lake-statement-counts.on.as",
        ("of a notation that is read no more", "$field of the trigger"),
    ),
    Mistake(
        "patterns in a list",
        REST,
        'when = [{ fact = "term", as = "t", state = "in-force" }] # <-\n',
        "lake-statement-counts.when",
        ("a list is not usable here", "when.term = { ... }"),
    ),
    Mistake(
        "pattern with another name",
        WHEN,
        'when.term = { as = "t" } # <-',
        "lake-statement-counts.when.term.as",
        ("of a notation that is read no more", "$term"),
    ),
    *(
        Mistake(
            f"comparison by {op}",
            UNLESS,
            UNLESS.replace('"$term.number"', f"{{ {op} = 1 }}") + " # <-",
            "lake-statement-counts.unless.terminating.number",
            (f"{op} = ..., of a notation that is read no more", words),
        )
        for op, words in (
            ("eq", "the value alone"),
            ("ne", "other-than"),
            ("lt", "less-than"),
            ("le", "at-most"),
            ("gt", "more-than"),
            ("ge", "at-least"),
        )
    ),
    Mistake(
        "acts in a list",
        NONE,
        'then = [{ drop = "t" }] # <-\n\n',
        "lake-statement-counts.then",
        ("a list is not usable here", "then.set.term = { field = ... }", 'effect = "none"'),
    ),
    Mistake(
        "no effect as an empty list",
        NONE,
        "then = [] # <-\n\n",
        "lake-statement-counts.then",
        ("an empty list is not usable here", 'effect = "none"'),
    ),
)

ACTS = (
    Mistake(
        "neither acts nor no effect",
        HEAD + BY + ON + "\n" + REST + NONE,
        "[lake-statement-counts] # <-\nsays = 'S.'\n" + BY + ON + "\n\n",
        "lake-statement-counts",
        ("neither 'then' nor 'effect'", 'effect = "none"'),
    ),
    Mistake(
        "acts and no effect",
        NONE,
        NONE.rstrip() + "\nthen.drop.term = {} # <-\n\n",
        "lake-statement-counts.then",
        ("both `then` and `effect`",),
    ),
    Mistake(
        "effect of another sort",
        NONE,
        'effect = "nothing" # <-\n\n',
        "lake-statement-counts.effect",
        ("'nothing' is not usable here", '"none"'),
    ),
    Mistake(
        "verb not known",
        NONE,
        "then.remove.term = {} # <-\n\n",
        "lake-statement-counts.then.remove",
        ("no verb is named 'remove'", "make, put, set"),
    ),
    Mistake(
        "act on nothing",
        NONE,
        "then.drop.life = {} # <-\n\n",
        "lake-statement-counts.then.drop.life",
        ("nothing is named 'life'",),
    ),
    Mistake(
        "act that is no table",
        NONE,
        "then.drop.term = true # <-\n\n",
        "lake-statement-counts.then.drop.term",
        ("true is not usable here", "{ field = ... }"),
    ),
    Mistake(
        "fact of the text changed",
        NONE,
        "then.drop.statement = {} # <-\n\n",
        "lake-statement-counts.then.drop.statement",
        ("'statement' is not a fact that rules may change",),
    ),
    Mistake(
        "field that an act does not know",
        NONE,
        'then.set.term = { sate = "ended" } # <-\n\n',
        "lake-statement-counts.then.set.term.sate",
        ("'term' has no field 'sate'", "did you mean 'state'?"),
    ),
    Mistake(
        "key that an act changes",
        NONE,
        'then.set.term = { clause = "truce" } # <-\n\n',
        "lake-statement-counts.then.set.term.clause",
        ("names the fact and cannot be changed",),
    ),
    Mistake(
        "text added to",
        NONE,
        'then.add.term = { state = "x" } # <-\n\n',
        "lake-statement-counts.then.add.term.state",
        ("a count to add to",),
    ),
    Mistake(
        "field that an act lacks",
        NONE,
        "then.make.duty = {} # <-\n\n",
        "lake-statement-counts.then.make.duty",
        ("'duty' is made without 'state'",),
    ),
    Mistake(
        "fact dropped in part",
        NONE,
        "then.drop.term = { number = 1 } # <-\n\n",
        "lake-statement-counts.then.drop.term",
        ("a fact is dropped whole", "then.drop.term = {}"),
    ),
    Mistake(
        "signal not known",
        NONE,
        "then.signal.opend = {} # <-\n\n",
        "lake-statement-counts.then.signal.opend",
        ("nothing is named 'opend'", "did you mean 'opened'?"),
    ),
    Mistake(
        "function not known",
        LET,
        'let.next = { pluss = ["$term.number", 1] } # <-',
        "lake-statement-counts.let.next",
        ("no function is named 'pluss'", "did you mean 'plus'?"),
    ),
    Mistake(
        "argument that is missing",
        LET,
        'let.next = { plus = ["$term.number"] } # <-',
        "lake-statement-counts.let.next",
        ("'plus' is given 1 arguments", "2"),
    ),
    Mistake(
        "argument of another type",
        LET,
        'let.next = { plus = ["$term.state", 1] } # <-',
        "lake-statement-counts.let.next",
        ("is a text", "a count"),
    ),
    Mistake(
        "duration that is none",
        LET,
        'let.next = { advance = ["$term.first", "five years", "$term.period"] } # <-',
        "lake-statement-counts.let.next",
        ("'five years' is not a duration",),
    ),
    Mistake(
        "convention that is none",
        LET,
        'let.next = { advance = ["$term.first", "5 years", "strict"] } # <-',
        "lake-statement-counts.let.next",
        ("'strict' is not a Period",),
    ),
    Mistake(
        "let a list",
        LET,
        "let = [] # <-",
        "lake-statement-counts.let",
        ("an empty list", "a table"),
    ),
    Mistake(
        "let in place of a pattern",
        LET,
        "let.term = 1 # <-",
        "lake-statement-counts.let.term",
        ("'term' is bound already",),
    ),
    Mistake(
        "let in place of a field of the trigger",
        LET,
        "let.day = 1 # <-",
        "lake-statement-counts.let.day",
        ("'day' is bound already",),
    ),
    Mistake(
        "law concluded from the ground",
        HEAD + BY + ON + "\n" + REST + NONE,
        "[lake-presence] # <-\nsays = 'The force has left, so the stay ends.'\n"
        + BY
        + 'on.event = "presence"\nwhen.term = { clause = "stay" }\n'
        'then.set.term = { state = "ended" }\n\n',
        "lake-presence",
        ("reads what is reported of the ground",),
    ),
)


@pytest.mark.parametrize("mistake", named((*RULES, *TRIGGERS, *PATTERNS, *OLD, *ACTS)))
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

    place = ("lake/rules.toml", "lake-incident.replaces", 13)
    assert (problem.file, problem.path, problem.line) == place
    assert "no rule reads events of kind 'milestone', and they are not declared" in str(problem)
    assert 'on.event = "milestone"' in problem.right


def test_a_rule_replaced_twice(tmp_path: Path) -> None:
    lake = broken(
        tmp_path,
        "rules.toml",
        "[lake-statement-counts]",
        '[lake-statement-counts]\nreplaces = "incident-outside-duty"',
    )

    (problem,) = problems_of(lake)

    assert problem.path == "lake-incident.replaces"
    assert problem.found == "'incident-outside-duty' is replaced twice"


def test_what_a_rule_lacks_hides_nothing_else_that_is_wrong(tmp_path: Path) -> None:
    wrong = WHEN.replace('"in-force"', '{ gt = "a" }')
    lake = broken(tmp_path, "rules.toml", HEAD + BY + ON + "\n" + WHEN, f"{HEAD}{ON}\n{wrong}")

    told = {problem.path: problem.found for problem in problems_of(lake)}

    assert set(told) == {"lake-statement-counts", "lake-statement-counts.when.term.state"}
    assert told["lake-statement-counts"] == "no 'authority'"
