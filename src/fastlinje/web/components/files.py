"""Files: the list of those that are there, and the place to add more."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import NOTHING, attributes, format_html, format_html_join, needed, register, when
from .icons import icon
from .shapes import Attachment


@register.simple_tag
def attachment_list(*, attachments: Sequence[Attachment], label: str = "") -> SafeString:
    """The files of a message or a draft; nothing when there are none."""
    if not attachments:
        return NOTHING
    return format_html('<ul class="fl-files" aria-label="{}">{}</ul>', label or _("Vedlegg"), _items(attachments, ""))


def _items(attachments: Sequence[Attachment], field_name: str) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((_item(attachment, field_name),) for attachment in attachments))


def _item(attachment: Attachment, field_name: str) -> SafeString:
    name = when(attachment.href, '<a class="ds-link" href="{}">{}</a>', attachment.href, attachment.name)
    return format_html(
        '{}<span class="fl-file-name">{}<small>{}</small></span>{}{}',
        _picture(attachment),
        name or attachment.name,
        attachment.note,
        when(field_name and attachment.identifier, '<input type="hidden" name="{}" value="{}">', field_name, attachment.identifier),
        when(attachment.remove, "{}", _remove(attachment)),
    )


def _picture(attachment: Attachment) -> SafeString:
    if attachment.image:
        return format_html('<img class="fl-file-image" src="{}" alt="" width="56" height="56" loading="lazy">', attachment.image)
    return format_html('<span class="fl-file-image">{}</span>', icon(name="document"))


def _remove(attachment: Attachment) -> SafeString:
    # Without JavaScript the form itself is posted, so that what is typed is saved before the file goes.
    return format_html(
        '<button class="ds-button" type="submit" data-variant="tertiary" name="remove_attachment" value="{}" formnovalidate'
        ' data-remove-url="{}">{}<span>{}<span class="ds-sr-only"> {}</span></span></button>',
        attachment.identifier,
        attachment.remove,
        icon(name="trash"),
        _("Fjern"),
        attachment.name,
    )


@register.simple_tag
def upload(
    *,
    url: str,
    label: str,
    hint: str,
    limit: int,
    max_bytes: int,
    accept: str,
    attachments: Sequence[Attachment] = (),
    name: str = "files",
    field_name: str = "attachment",
    errors: Sequence[str] = (),
) -> SafeString:
    """Where files are added to a form.

    url         with JavaScript each file is posted here at once (field `file`); docs/components.md has the answer's shape
    limit       most files; max_bytes, largest file after a photo has been made smaller in the browser
    name        of the file control itself, posted with the form when there is no JavaScript (button `upload`)
    field_name  of the hidden fields that carry the ids of stored files
    """
    texts = {
        "data-upload-url": needed("url", url),
        "data-limit": limit,
        "data-max-bytes": max_bytes,
        "data-field-name": field_name,
        "data-text-working": _("Laster opp %s"),
        "data-text-done": _("%s er lagt ved"),
        "data-text-failed": _("%s ble ikke lastet opp. Prøv igjen."),
        "data-text-too-many": _("Du kan legge ved inntil %d filer."),
        "data-text-removed": _("%s er fjernet"),
        "data-text-remove": _("Fjern"),
        "data-text-cancel": _("Avbryt"),
    }
    lines = format_html_join("", '<p class="ds-validation-message">{}</p>', ((error,) for error in errors))
    described = f"{name}_hint" + (f" {name}_error" if errors else "")
    control = attributes(
        {
            "type": "file",
            "id": name,
            "name": name,
            "accept": accept,
            "multiple": limit > 1,
            "aria-labelledby": f"{name}_label {name}_choose",  # without JavaScript its own label is not shown
            "aria-describedby": described,
        }
    )
    return format_html(
        '<div class="ds-field fl-field fl-upload" role="group" aria-labelledby="{name}_label"{texts}>'
        '<span class="ds-label" id="{name}_label">{label} <span class="fl-optional">{optional}</span></span>'
        '<div data-field="description" id="{name}_hint">{hint}</div>{errors}'
        '<ul class="fl-files" data-upload-list aria-labelledby="{name}_label">{items}</ul>'
        '<div class="fl-upload-buttons" data-upload-buttons>'
        '<label class="fl-upload-choose"><input{control}>'
        '<span class="ds-button" data-variant="secondary">{clip}<span id="{name}_choose">{choose}</span></span></label>'
        '<label class="fl-upload-choose" data-upload-camera hidden><input type="file" accept="image/*" capture="environment">'
        '<span class="ds-button" data-variant="secondary">{camera}<span>{take}</span></span></label>'
        '<button class="ds-button" data-variant="secondary" name="upload" value="1" formnovalidate data-upload-send>'
        "{send_icon}<span>{send}</span></button>"
        '</div><div class="ds-sr-only" role="status" data-upload-status></div></div>',
        name=name,
        texts=attributes(texts),
        label=needed("label", label),
        optional=_("(valgfritt)"),
        hint=hint,
        errors=when(errors, '<div id="{}_error" data-field="validation">{}</div>', name, lines),
        items=_items(attachments, field_name),
        control=control,
        clip=icon(name="paperclip"),
        choose=_("Velg fil"),
        camera=icon(name="camera"),
        take=_("Ta bilde"),
        send_icon=icon(name="upload"),
        send=_("Last opp"),
    )
