"""What a form for a new record shows before anybody has typed."""

from salesapp.core.access import Permission, allows
from salesapp.core.registry import record_types
from tests.markup import parsed


def chosen(page):
    """The choice that each select of the page shows, by its name."""
    found = {}
    for select in parsed(page.text).root.iter("select"):
        options = list(select.iter("option"))
        marked = [each for each in options if "selected" in each.attrib] or options[:1]
        found[select.get("name")] = marked[0].get("value") if marked else None
    return found


def test_a_blank_form_shows_the_choices_that_the_model_takes_by_itself(cast, as_user):
    root, wrong, seen = as_user("root"), [], 0
    for type_ in record_types():
        page = (
            root.get(f"/{type_.slug}/new")
            if type_.edit and allows(cast["root"], Permission(type_.edit))
            else None
        )
        if page is None or page.status_code != 200:
            continue
        shown = chosen(page)
        for field in type_.editable:
            column = type_.model.__table__.columns.get(field.attribute)
            if field.kind != "choice" or field.name not in shown or column is None or column.default is None:
                continue
            seen += 1
            if shown[field.name] != column.default.arg.value:
                wrong.append(f"/{type_.slug}/new: {field.name} shows {shown[field.name]}")
    assert not wrong, "\n".join(wrong)
    assert seen > 3


def test_a_new_user_is_a_sales_rep_unless_somebody_chooses_otherwise(cast, as_user):
    assert chosen(as_user("root").get("/users/new"))["role"] == "rep"
