"""The form of the document design."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from salesapp.core.company import PAPER_SIZES, Company, PaperSize
from salesapp.core.i18n import _l
from salesapp.web.forms import Form


class BrandingForm(Form):
    """Everything but the pictures is a setting of the company under its own name."""

    file = FileField(_l("Logo"), render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"})
    no_logo = BooleanField(_l("Remove the logo"))
    accent = StringField(
        _l("Color of documents"),
        validators=[
            InputRequired(_l("This field is required.")),
            Regexp("^#[0-9a-fA-F]{6}$", message=_l("Enter a color such as #3845bf.")),
        ],
        render_kw={"type": "color"},
    )
    paper_size = RadioField(
        _l("Paper size"),
        coerce=PaperSize,
        choices=[SelectChoice(each.value, PAPER_SIZES[each]) for each in PaperSize],
    )
    document_footer = TextAreaField(
        _l("Footer of documents"), validators=[Optional(), Length(max=1000)], render_kw={"rows": 3}
    )
    document_footer_zh = TextAreaField(
        _l("Footer of Chinese documents"), validators=[Optional(), Length(max=1000)], render_kw={"rows": 3}
    )


SETTINGS = ("accent", "paper_size", "document_footer", "document_footer_zh")


def branding_form(company: Company) -> BrandingForm:
    """The form with what the company has."""
    values = {name: getattr(company, name) for name in SETTINGS}
    return BrandingForm(data=values, existing=company)
