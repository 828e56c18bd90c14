"""A dashboard on a wall: by its secret link alone, as its maker sees it, until one of them ends."""

from __future__ import annotations

import re

from sqlalchemy import select

from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.core.once import OnceKey, new_key
from salesapp.opportunities.processes.models import SalesProcess
from salesapp.people.models import User
from salesapp.reports.wall.models import WallLink
from salesapp.web.filters import zone


def linked(person, board: str, lens: str = "") -> str:
    """The path of a new link."""
    data = {"csrf_token": person.csrf(), "once": new_key()}
    page = person.post(f"/wall/of/{board}{lens}", data=data).text
    return re.search(r'id="wall-address" value="http://[^/]+(/wall/[^"]+)"', page)[1]


def test_the_wall_needs_no_log_in_and_shows_what_its_maker_sees(as_user, open_deal, make_client, cast, app):
    open_deal("Alpha", "ada", 1_000_00)
    open_deal("Gamma", "cora", 70_00)
    ada, somebody = as_user("ada"), make_client()
    process = db.session.scalar(select(SalesProcess.id))
    wall = linked(ada, "selling", f"?whose=me&process={process}")
    answer = somebody.get(wall)
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == "120"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "€1,000.00" in answer.text
    assert "€1,070.00" not in answer.text
    assert "Owner is me" in answer.text
    assert somebody.get(f"{wall[:-1]}{'A' if wall[-1] != 'A' else 'B'}").status_code == 404
    assert wall[-43:] not in db.session.scalar(select(WallLink.secret_hash))
    kept = db.session.scalars(select(OnceKey.body)).all()
    assert any("End link" in each for each in kept), "a replay shows the list"
    assert not any(wall[-43:] in each for each in kept), "without the secret"
    rob = as_user("rob")
    assert "Create link" not in rob.get("/wall/of/selling").text
    assert rob.post("/wall/of/selling", data={"csrf_token": rob.csrf()}).status_code == 403
    cast["ada"].zone = "Asia/Tokyo"
    with app.test_request_context("/wall"), acting_as(cast["ada"]):
        assert zone() == "Asia/Tokyo", "times in tiles are those of whoever made it"
    db.session.get(User, cast["ada"].id).active = False
    db.session.commit()
    assert somebody.get(wall).status_code == 404


def test_a_link_is_ended_by_whoever_made_it_by_an_administrator_and_with_its_dashboard(
    as_user, make_client, cast
):
    ben, somebody = as_user("ben"), make_client()
    ben.submit("/dashboards/new?from=team", name="Ben’s own", audience="mine")
    private, root = linked(ben, "1"), as_user("root")
    assert "Wall links" in root.get("/setup").text
    page = root.get("/wall/links").text
    assert "Ben’s own" in page
    assert "Ben" in page
    link = re.search(r'action="(/wall/links/[^"?]+)', page)[1]
    assert root.submit("/wall/links", action=link).location == "/wall/links"
    assert somebody.get(private).status_code == 404
    ben.submit("/dashboards/new?from=team", name="North", audience="team")
    first, second, third = (linked(ben, "2") for _each in range(3))
    keys = db.session.scalars(select(WallLink.id).order_by(WallLink.id)).all()
    ada = as_user("ada")
    assert "End link" not in ada.get("/wall/of/2").text
    assert ada.post(f"/wall/links/{keys[0]}/end", data={"csrf_token": ada.csrf()}).status_code == 404
    for person, key in ((ben, keys[0]), (as_user("root"), keys[1])):
        assert person.post(f"/wall/links/{key}/end", data={"csrf_token": person.csrf()}).status_code == 303
    assert [somebody.get(each).status_code for each in (first, second)] == [404, 404]
    assert somebody.get(third).status_code == 200
    assert as_user("cora").get("/wall/of/2").status_code == 404
    ben.submit("/dashboards/2", action="/dashboards/2/remove")
    assert somebody.get(third).status_code == 404
    assert db.session.scalar(select(WallLink.id)) is None
