"""What is done in the smaller rooms: surveys, dashboards, options of a quote, where is delivered to and paid to."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.surveys.models import Survey
from tests.concurrency.scene import Scene
from tests.concurrency.verbs.verb import Verb, values
from tests.surveys.stage import fields

SURVEY, RUNNING = "/surveys/{planned}", "/surveys/{running}"
BOARD = "/dashboards/{mornings}"
OFFERED = "/quotes/{offered}"
OPTION = OFFERED + "/options/{option}"
DEFAULT = values(is_default="y")


def answers(scene: Scene) -> dict[str, str]:
    return fields(db.session.get_one(Survey, scene["running"]), "yes", "4", "Leads", "Fine")


VERBS = (
    # a survey that is written, and one that runs
    Verb("start the survey", "root", SURVEY + "/start", "planned"),
    Verb(
        "add a question",
        "root",
        SURVEY + "/questions/new",
        "planned",
        fields=values(text="And why?", kind="text"),
    ),
    Verb(
        "change its question",
        "root",
        SURVEY + "/questions/{question}",
        "planned",
        fields=values(text="Does it save you time?"),
    ),
    Verb("move its question", "root", SURVEY, "planned", SURVEY + "/questions/{question}/move"),
    Verb(
        "remove its question",
        "root",
        SURVEY + "/questions/{question}",
        "planned",
        SURVEY + "/questions/{question}/remove",
    ),
    Verb("ask others", "root", SURVEY + "/audience", "planned", fields=values(roles="rep")),
    Verb("answer the survey", "ada", "/my-surveys/{running}", "running", fields=answers),
    Verb("close the survey", "root", RUNNING + "/close", "running"),
    Verb("delete the survey", "root", RUNNING + "/delete", "running"),
    # a dashboard
    Verb("rename the dashboard", "ada", BOARD + "/edit", "mornings", fields=values(name="Early {number}")),
    Verb(
        "add a text",
        "ada",
        BOARD + "/arrange",
        "mornings",
        BOARD + "/tiles",
        values(act="add", text="Good morning"),
    ),
    Verb(
        "take its tile away",
        "ada",
        BOARD + "/arrange",
        "mornings",
        BOARD + "/tiles",
        values(act="remove", report="leads-by-source"),
    ),
    Verb("delete the dashboard", "ada", BOARD, "mornings", BOARD + "/remove"),
    # what a draft offers beside its lines
    Verb(
        "make a line optional",
        "ada",
        OFFERED,
        "offered",
        OFFERED + "/lines/optional",
        values(line="{its_line}"),
    ),
    Verb("change the option", "ben", OPTION, "offered", fields=values(quantity="7")),
    Verb("include the option", "ada", OPTION, "offered", OPTION + "/include"),
    Verb("remove the option", "ben", OPTION, "offered", OPTION + "/remove"),
    Verb("send what is offered", "ben", OFFERED + "/send", "offered"),
    Verb("delete what is offered", "ada", OFFERED + "/delete", "offered"),
    # where an account is delivered to, and where we are paid to: one default each
    Verb("deliver to the north", "ben", "/delivery-addresses/{north}/edit", "north south", fields=DEFAULT),
    Verb("deliver to the south", "ada", "/delivery-addresses/{south}/edit", "north south", fields=DEFAULT),
    Verb("delete the north", "ben", "/delivery-addresses/{north}/delete", "north"),
    Verb("pay to the main account", "root", "/bank-accounts/{main}/edit", "main spare", fields=DEFAULT),
    Verb("pay to the spare account", "root", "/bank-accounts/{spare}/edit", "main spare", fields=DEFAULT),
    Verb("delete the main account", "root", "/bank-accounts/{main}/delete", "main"),
    # the customer's link
    Verb("give a new link", "ada", "/quotes/{sent}/link", "sent"),
)
