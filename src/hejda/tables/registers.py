"""The register contract: what a country's registers must be turned into (house.md §7).

Every table has `registered_on` (the day the fact became known here), `superseded_on` (the day that
version stopped holding), `first_registered_on` (the day the record's first version came) and
`source_law` (the act it is kept under). The key is the record's id and the day it was registered.
"""

from __future__ import annotations

from hejda.tables.columns import Column, Sensitivity, Table, Type

ROLES = ("suspect", "victim", "witness", "reporter", "child")
SUSPICIONS = (
    "named",
    "may_be_suspected",
    "reasonable",
    "probable_cause",
    "charged",
    "convicted",
    "unknown",
)
ENDED_WHY = (
    "acquitted",
    "cleared",
    "no_crime",
    "cannot_be_proved",
    "victim_not_taking_part",
    "no_leads",
    "limited",
    "time_barred",
    "not_opened",
    "dismissed",
    "unknown",
)
YES_NO_UNKNOWN = ("yes", "no", "unknown")
OPERATIONS = ("new", "correct", "withdraw", "erase")
PERSONAL, IDENTITY, CONTACT, SUSPICION = (
    Sensitivity.PERSONAL,
    Sensitivity.IDENTITY,
    Sensitivity.CONTACT,
    Sensitivity.SUSPICION,
)


def _id(name: str, sentence: str, refers_to: str | None = None, required: bool = True) -> Column:
    return Column(name, Type.STRING, sentence, required=required, refers_to=refers_to)


def _text(
    name: str,
    sentence: str,
    values: tuple[str, ...] = (),
    required: bool = False,
    sensitivity: Sensitivity = Sensitivity.NONE,
) -> Column:
    return Column(
        name, Type.STRING, sentence, required=required, values=values, sensitivity=sensitivity
    )


def _date(name: str, sentence: str, past: bool = True, ahead: bool = False) -> Column:
    return Column(name, Type.DATE, sentence, not_after_registered=past, may_lie_ahead=ahead)


VERSION_COLUMNS = (
    Column(
        "registered_on",
        Type.DATE,
        "The day this version of the record became known here; a fact counts from this day.",
        required=True,
    ),
    Column(
        "superseded_on",
        Type.DATE,
        "The day this version was corrected or withdrawn; empty while it holds.",
        set_by_hejda=True,
    ),
    Column(
        "first_registered_on",
        Type.DATE,
        "The day the first version of this record was registered.",
        set_by_hejda=True,
    ),
    Column(
        "source_law",
        Type.STRING,
        "The act the record is kept under, as named by the source mapping.",
    ),
)


def _register(name: str, sentence: str, *columns: Column, required: bool = False) -> Table:
    return Table(
        name, sentence, (columns[0].name, "registered_on"), columns + VERSION_COLUMNS, required
    )


INCIDENT = _register(
    "incident",
    "One event that came to the police: a report, a call-out without a report, or a tip.",
    _id("incident_id", "Names the incident."),
    _text("kind", "What sort of record it is.", ("report", "call_out", "tip", "unknown")),
    _date("occurred_on", "First day the event took place."),
    _date("occurred_until", "Last day the event took place, where it lasted."),
    _text("police_region", "Police region where it happened, by the id in the regions file."),
    _text("municipality", "Municipality code where it happened."),
    _text("status", "Where the matter stands, in the source's own words."),
    _text(
        "reported_by",
        "Who brought it to the police.",
        ("victim", "third_person", "police", "unknown"),
    ),
    _text("source", "The system it comes from."),
    required=True,
)

OFFENCE = _register(
    "offence",
    "One suspected offence within an incident.",
    _id("offence_id", "Names the offence."),
    _id("incident_id", "The incident it belongs to.", "incident"),
    _text("code", "The offence's id in offences.csv; empty where it could not be told.", ()),
    Column("attempt", Type.BOOLEAN, "True for an attempt, preparation or conspiracy."),
    _text(
        "close_relation",
        "Whether the record itself says that suspect and victim are or were partners.",
        YES_NO_UNKNOWN,
    ),
    _id(
        "absorbed_into",
        "The offence that took this one over, so that one act counts once.",
        "offence",
        required=False,
    ),
)

INVOLVEMENT = _register(
    "involvement",
    "One person's part in an incident or in one of its offences.",
    _id("involvement_id", "Names the involvement."),
    _id("incident_id", "The incident.", "incident"),
    _id("offence_id", "The offence; empty means the whole incident.", "offence", required=False),
    Column(
        "record_id",
        Type.STRING,
        "The person record.",
        required=True,
        refers_to="person_record",
        sensitivity=PERSONAL,
    ),
    _text("role", "What part.", ROLES, required=True, sensitivity=SUSPICION),
    Column("child_present", Type.BOOLEAN, "True when a child saw or heard it."),
    _text("suspicion", "Degree of suspicion, for suspects.", SUSPICIONS, sensitivity=SUSPICION),
    _date("ended_on", "The day the suspicion ended.", past=False),
    _text("ended_why", "Why it ended.", ENDED_WHY, sensitivity=SUSPICION),
    required=True,
)

PERSON_RECORD = _register(
    "person_record",
    "One record about a person in one source; who is who is settled in stage 2.",
    _id("record_id", "Names the record."),
    _text("source", "The system it comes from."),
    _text("personal_number", "Personal number as recorded.", sensitivity=IDENTITY),
    _text("other_number", "Any other number (coordination number …).", sensitivity=IDENTITY),
    _text("names", "Names as recorded.", sensitivity=IDENTITY),
    _date("birth_date", "Date of birth."),
    _text("sex", "Sex as recorded.", ("female", "male", "unknown"), sensitivity=PERSONAL),
    _text("street", "Street address; read by linkage only.", sensitivity=CONTACT),
    _text("postcode", "Postcode; read by linkage only.", sensitivity=CONTACT),
    _text("municipality", "Municipality code; says which police region looks."),
    _text("phone", "Telephone; read by linkage only.", sensitivity=CONTACT),
    _text("e_mail", "E-mail; read by linkage only.", sensitivity=CONTACT),
    Column(
        "protected",
        Type.BOOLEAN,
        "True where identity or address is protected; contact columns are then never read.",
        sensitivity=IDENTITY,
    ),
)

PERSON_STATUS = _register(
    "person_status",
    "A change that takes a person out of, or back into, what the police can meet.",
    _id("status_id", "Names the row."),
    _id("record_id", "The person record.", "person_record"),
    _text(
        "kind",
        "What happened.",
        ("died", "emigrated", "expelled", "returned"),
        required=True,
        sensitivity=PERSONAL,
    ),
    _date("valid_from", "From which day."),
)

RELATION = _register(
    "relation",
    "A tie between two person records.",
    _id("relation_id", "Names the tie."),
    _id("record_a", "One person record; of parent_child, the parent.", "person_record"),
    _id("record_b", "The other person record.", "person_record"),
    _text(
        "kind",
        "What tie.",
        (
            "spouse",
            "cohabiting",
            "partner",
            "former_spouse",
            "former_cohabiting",
            "former_partner",
            "child_in_common",
            "parent_child",
            "sibling",
            "other_family",
            "other",
        ),
        required=True,
        sensitivity=PERSONAL,
    ),
    _date("valid_from", "First day of the tie, where known."),
    _date("valid_to", "Last day of the tie, where it ended.", past=False),
    _text("source", "The system it comes from."),
)

PROTECTION_ORDER = _register(
    "protection_order",
    "An order that one person keep away from another (sv: kontaktförbud).",
    _id("order_id", "Names the order."),
    _id("protected", "Person record of the protected person.", "person_record"),
    _id("restrained", "Person record of the restrained person.", "person_record"),
    _text("kind", "What sort of order."),
    _text(
        "status",
        "Where it stands.",
        ("applied", "refused", "in_force", "lapsed"),
        required=True,
    ),
    _date("decided_on", "The day it was decided."),
    _date("valid_from", "First day in force.", past=False, ahead=True),
    _date("valid_to", "Last day in force.", past=False, ahead=True),
    Column("monitored", Type.BOOLEAN, "True with electronic monitoring."),
    Column(
        "breached_on",
        Type.DATE,
        "The day of a recorded breach, where the source keeps it on the order.",
        not_after_registered=True,
    ),
)

CUSTODY = _register(
    "custody",
    "A spell in which the person was not at liberty.",
    _id("custody_id", "Names the spell."),
    _id("record_id", "The person record.", "person_record"),
    _text(
        "kind", "Where.", ("remand", "prison", "tag", "forensic_care"), True, Sensitivity.PERSONAL
    ),
    Column("valid_from", Type.DATE, "First day inside.", required=True, not_after_registered=True),
    _date("valid_to", "First day outside again; empty while inside.", past=False, ahead=True),
    _date("expected_release_on", "Expected release.", past=False, ahead=True),
)

SUPERVISION = _register(
    "supervision",
    "A spell under probation or conditional release.",
    _id("supervision_id", "Names the spell."),
    _id("record_id", "The person record.", "person_record"),
    _text("kind", "What sort."),
    _text("conditions", "Its conditions, in the source's words.", sensitivity=PERSONAL),
    _date("valid_from", "First day."),
    _date("valid_to", "Last day.", past=False, ahead=True),
    _date("breached_on", "The day of a recorded breach."),
)

SANCTION = _register(
    "sanction",
    "A sanction that a court or prosecutor decided.",
    _id("sanction_id", "Names the sanction."),
    _id("record_id", "The person record.", "person_record"),
    _id("offence_id", "The offence.", "offence", required=False),
    _date("decided_on", "The day of the decision."),
    _date("final_on", "The day it became final.", past=False, ahead=True),
    _text("kind", "What sanction, in the pack's words."),
    Column("days", Type.INTEGER, "Length in days, where it has one.", minimum=0, maximum=40000),
)

OBSERVATION = _register(
    "observation",
    "A dated sign noted by somebody, by a kind listed in observations.yaml.",
    _id("observation_id", "Names the observation."),
    _id("incident_id", "The incident it was noted in.", "incident", required=False),
    Column(
        "about",
        Type.STRING,
        "The person record it says something about (the one who acted).",
        required=True,
        refers_to="person_record",
        sensitivity=PERSONAL,
    ),
    _text("kind", "Kind, by observations.yaml.", required=True, sensitivity=Sensitivity.HEALTH),
    _date("observed_on", "The day it was seen or said."),
    _text("nature", "Whether it states a fact or an assessment.", ("fact", "assessment")),
    _text("reliability", "Source reliability, A (best) to F.", tuple("ABCDEF")),
    Column("credibility", Type.INTEGER, "Credibility, 1 (best) to 6.", minimum=1, maximum=6),
    _text(
        "could_only_come_from",
        "Set where only this person can have said it, so that showing it gives them away.",
        ("victim", "child", "relative", "third_person"),
        sensitivity=PERSONAL,
    ),
    _text("source_reference", "Where the text is found in the source."),
)

LICENCE = _register(
    "licence",
    "A weapon licence.",
    _id("licence_id", "Names the licence."),
    _id("record_id", "The person record.", "person_record"),
    _text("kind", "What weapon."),
    _text("status", "Where it stands.", ("valid", "revoked", "expired", "refused")),
    _date("valid_from", "First day."),
    _date("valid_to", "Last day.", past=False, ahead=True),
)

RESIDENCE = _register(
    "residence",
    "A spell of living at one place; the place is a key, never an address.",
    _id("residence_id", "Names the spell."),
    _id("record_id", "The person record.", "person_record"),
    Column(
        "household",
        Type.STRING,
        "Key of the household; two records with the same key live together.",
        sensitivity=CONTACT,
    ),
    _text("municipality", "Municipality code."),
    _text("police_region", "Police region, by the id in the regions file."),
    _date("valid_from", "First day.", past=False),
    _date("valid_to", "Last day.", past=False, ahead=True),
)

MEASURE_TAKEN = _register(
    "measure_taken",
    "What was actually done to or with a person, and when.",
    _id("measure_id", "Names the measure."),
    _id("record_id", "The person record.", "person_record"),
    _text("kind", "What was done, in the pack's words."),
    _date("done_on", "The day it was done."),
    _text("outcome", "What came of it, in the source's words.", sensitivity=PERSONAL),
)

REGISTERS: dict[str, Table] = {
    table.name: table
    for table in (
        INCIDENT,
        OFFENCE,
        INVOLVEMENT,
        PERSON_RECORD,
        PERSON_STATUS,
        RELATION,
        PROTECTION_ORDER,
        CUSTODY,
        SUPERVISION,
        SANCTION,
        OBSERVATION,
        LICENCE,
        RESIDENCE,
        MEASURE_TAKEN,
    )
}
"""Every register table by name, in contract order."""
