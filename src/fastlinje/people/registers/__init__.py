"""National registers about people, each behind an interface: contact details, and who may act for whom.

No models, no pages, no settings but in `configured`; addresses, keys and the clock are passed in. Words: *register* is one
national source, *peer* its server, *document* a file or an answer we read. Every failure is `RegisterUnavailable`: it says
which register and why, never what was asked or answered. Nothing here may stop a login or a page: whoever calls decides what
to do without the register.

    contact_register         who can be notified, where (KRR); `krr` asks, `LocalOnly` where the register isn't used
    representation_register  children, guardianships, powers of attorney, protected address; from a file, over HTTP, or several
    maskinporten             the key to both: short access tokens for machines

Shapes and set-up: docs/registers.md.
"""
