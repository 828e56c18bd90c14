"""The one door for answers: page, fragment or update, and the one visible commit."""

from __future__ import annotations

from typing import Any

from flask import Response, after_this_request, flash, g, render_template, url_for
from htmx_flask import make_response, request
from werkzeug.utils import redirect

from salesapp.core.db import db
from salesapp.core.once import Taken
from salesapp.core.parsing.addresses import address_parts
from salesapp.web.returning import ours

VARY = "HX-Request, HX-Request-Type, HX-History-Restore-Request"
KEPT_HEADERS = (
    "Content-Type",
    "Location",
    "HX-Redirect",
    "HX-Push-Url",
    "HX-Retarget",
    "HX-Reswap",
    "HX-Trigger",
)


def is_partial() -> bool:
    """Whether htmx asks for a part of a page. Restoring history or a plain link never does."""
    return _asked_by_htmx("partial")


def is_narrowed() -> bool:
    """Whether htmx takes a part out of the page that it asks for (hx-select): the menus around it may stay away."""
    return _asked_by_htmx("full")


def _asked_by_htmx(kind: str) -> bool:
    asked = request.htmx
    # htmx 4 says of what size an answer is to be; the extension does not read that header yet.
    said = request.headers.get("HX-Request-Type", "partial")
    return bool(asked) and said == kind and not asked.history_restore_request


def render(
    template: str,
    *,
    status: int = 200,
    back: str | None = None,
    toast: str | None = None,
    undo: str | None = None,
    **context: Any,
) -> Response:
    """Renders a page (`board.html`), a fragment (`_card.html`) or an update (`move.update.html`).

    Without htmx a fragment comes as a page of its own (its `title` in the context is the heading), and an update
    becomes a redirect to `back`. `toast` is said once; `undo` is the address its Undo button posts to.
    """
    name = template.rsplit("/", 1)[-1]
    if name.endswith(".update.html"):
        return _update(template, context, status=status, back=back, toast=toast, undo=undo)
    if name.startswith("_") and not is_partial():
        context["fragment"], template = template, "layout/fragment.html"
    context["narrowed"] = is_narrowed()
    answer = make_response(render_template(template, **context), status)
    return _labelled(answer)


def _update(
    template: str,
    context: dict[str, Any],
    *,
    status: int,
    back: str | None,
    toast: str | None,
    undo: str | None,
) -> Response:
    if not is_partial():
        return redirect_to(back or request.referrer or url_for("home.today"), toast=toast, undo=undo)
    body = render_template(template, **context)
    if toast:
        body += render_template("layout/toast.update.html", toast=toast, undo=undo)
    return _labelled(make_response(body, status))


def _labelled(answer: Response) -> Response:
    answer.headers["Vary"] = VARY
    answer.headers["Cache-Control"] = "no-store"
    return answer


def redirect_to(
    url: str,
    *,
    toast: str | None = None,
    undo: str | None = None,
    words: str | None = None,
    tone: str | None = None,
    celebrates: bool = False,
) -> Response:
    """Sends the browser to `url`, from a fragment by HX-Redirect so that a whole page comes.

    `undo` is where the button of the toast posts to; `words` stand on it instead of “Undo”.
    What the next page says is kept when this answer goes out: where the commit fails, another one does.
    """
    answer = _sent_by_htmx(url) if is_partial() else make_response(redirect(url, code=303))

    @after_this_request
    def say(sent: Response) -> Response:
        if sent is answer and toast:
            flash({"text": toast, "undo": undo, "words": words, "tone": tone}, "toast")  # type: ignore[arg-type]
        if sent is answer and celebrates:
            flash("won", "celebrate")
        return sent

    return _labelled(answer)


def _sent_by_htmx(url: str) -> Response:
    """The page that is open is loaded anew and stays where it is: sent to `#part` of it, a browser loads nothing."""
    there, here = address_parts(url), address_parts(request.headers.get("HX-Current-URL", ""))
    same = there.fragment and (there.path, there.query) == (here.path, here.query)
    answer: Response = make_response("", refresh=True) if same else make_response("", redirect=url)
    return answer


def came_from(default: str) -> str:
    """The page of ours on which something was pressed; `default` where the browser does not say."""
    said = address_parts(request.referrer)
    if said.netloc != request.host or said.path == request.path:
        return default
    return ours(f"{said.path}?{said.query}" if said.query else said.path) or default


def moved_to(url: str) -> Response:
    """Leads on from an old address. Not for good (301): what moved may come back, and browsers would remember."""
    return _labelled(make_response(redirect(url, code=302)))


def committed(answer: Response) -> Response:
    """Stores the answer for a replay of the same form and commits the change: the last line of a view that writes."""
    taken: Taken | None = g.get("once")
    if taken is not None:
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        taken.answered(answer.status_code, headers, answer.get_data(as_text=True))
    db.session.commit()
    return answer
