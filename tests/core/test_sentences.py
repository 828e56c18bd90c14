"""Sentences that are kept: made in one language, read in another."""

from __future__ import annotations

from flask_babel import force_locale

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import Said, _, _l, in_a_list, kept, ngettext, sentences_noted


def in_chinese(text: str) -> str:
    assert isinstance(text, Said)
    with force_locale("zh"):
        return Said.again(text.made_of)


def test_a_kept_sentence_is_read_in_the_readers_language_with_the_labels_in_it(app):
    with force_locale("en"), sentences_noted():
        lazy = kept(_("%(field)s is required.", field=_l("Phone")))
        nested = kept(_("%(field)s: %(problem)s", field=_l("Phone"), problem=_("This record doesn’t exist.")))
        counted = kept(ngettext("%(num)s row", "%(num)s rows", 3))
    assert lazy == "Phone is required."
    assert "Phone" not in in_chinese(lazy)
    assert "exist" not in in_chinese(nested)
    assert in_chinese(counted) != counted


def test_a_word_of_the_file_stays_as_it_is_though_a_label_is_called_so(app):
    with force_locale("en"), sentences_noted():
        assert _("Phone") == "Phone"
        typed = b"Phone".decode()
        said = kept(_("“%(text)s” isn’t one of the choices.", text=typed))
    assert "Phone" in in_chinese(said)


def test_a_broken_rule_is_kept_where_sentences_are_noted_and_plain_text_elsewhere(app):
    with sentences_noted():
        assert isinstance(RuleBroken(_("This record doesn’t exist.")).sentence, Said)
    assert not isinstance(RuleBroken(_("This record doesn’t exist.")).sentence, Said)
    assert kept("Nobody translates this.") == "Nobody translates this."


def test_a_list_of_sentences_is_read_in_each_readers_language(app):
    with force_locale("en"), sentences_noted():
        text = kept(
            _(
                "Likely the same as %(title)s: %(why)s.",
                title="Nord",
                why=in_a_list([_l("same phone"), _l("same name")]),
            )
        )
    assert text == "Likely the same as Nord: same phone, same name."
    with force_locale("zh"):
        assert Said.again(text.made_of) == "很可能与“Nord”相同：电话相同、名称相同。"
