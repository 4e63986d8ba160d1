"""Why a file is refused, in words a person can act on."""

from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused

SENTENCES = {
    "file_empty": _("Filen er tom. Velg filen på nytt."),
    "file_too_large": _("Filen er større enn 4 MB. Velg en mindre fil, eller ta bildet på nytt med lavere oppløsning."),
    "file_type_not_allowed": _("Denne filtypen kan ikke sendes. Du kan sende bilder (JPEG, PNG eller HEIC) og PDF."),
    "file_damaged": _("Vi klarte ikke å lese filen. Den kan være skadet. Ta bildet eller lagre PDF-en på nytt, og prøv igjen."),
    "file_too_many_pixels": _("Bildet har for høy oppløsning. Gjør bildet mindre, eller ta det på nytt med lavere oppløsning."),
    "file_too_complex": _("Filen er for krevende å behandle. Prøv et mindre bilde, eller skriv ut til en ny og enklere PDF."),
    "pdf_encrypted": _("PDF-en er låst eller har passord. Lagre en kopi uten passord, eller skriv den ut til en ny PDF."),
    "pdf_too_many_pages": _("PDF-en har mer enn 100 sider. Send bare de sidene som trengs."),
    "file_infected": _("Virussjekken fant skadelig innhold, så filen er ikke tatt imot. Prøv en annen fil."),
    "scanner_unavailable": _("Filen venter på virussjekk. Den blir levert når sjekken er gjort."),
    "files_busy": _("Vi får ikke behandlet filen akkurat nå. Vent litt, og prøv igjen."),
    "storage_unavailable": _("Vi kan ikke ta imot filer akkurat nå. Prøv igjen senere, eller send uten vedlegg."),
}


def refused(code: str) -> Refused:
    """The refusal to raise for a code of SENTENCES."""
    return Refused(code, SENTENCES[code])
