"""The steps of somebody's first day, by role: what, why, where, and by what it is known to be done."""

from __future__ import annotations

from dataclasses import dataclass

from hejda_web.ui.words import Words


@dataclass(frozen=True)
class Step:
    """One step. page: the name of an address. done_by: a word of `first_day.done_by`; empty where
    nothing is written by doing it (reading a page), so that the reader ticks it.
    """

    code: str
    words: Words
    why: Words
    page: str
    done_by: str = ""
    rule: str = ""
    """Where the page is that of one rule."""


SECOND = Step(
    "second", Words("Sätt igång ett andra steg vid inloggningen", "Turn on a second step of login"),
    Words("Annars räcker ett lösenord för att komma åt det du når.",
          "Otherwise a password alone opens what you can reach."),
    "mfa_index", "second_factor",
)  # fmt: skip
WORK = Step(
    "work", Words("Säg vad du ska göra, och i vilket ärende", "Say what you are about to do, in which case"),
    Words("Svaret följer med i loggen vid varje titt i en persons uppgifter.",
          "The answer goes into the log with every look at a person's record."),
    "work", "work",
)  # fmt: skip
DAY = Step(
    "day", Words("Öppna Min dag", "Open My day"),
    Words("Där står allt som väntar på dig. En rad försvinner när saken är gjord.",
          "All that waits for you is there. A line goes when the thing is done."),
    "day", "day",
)  # fmt: skip
APPOINTED = Step(
    "appointed", Words("Se att du är utsedd för någon", "See that you are appointed for somebody"),
    Words("Utan uppdrag öppnas ingen persons uppgifter. Regionalt ansvarig utser dig.",
          "Without an appointment nobody's record opens. The regional lead appoints you."),
    "actors", "appointed_actor",
)  # fmt: skip
RULES = Step(
    "rules", Words("Läs en regel, med källa och datum", "Read a rule, with its source and date"),
    Words("Varje poäng och varje gräns går att slå upp. Det som inte är bekräftat säger det.",
          "Every point and limit can be looked up. What is not confirmed says so."),
    "rules",
)  # fmt: skip
POWERS = Step(
    "powers", Words("Se vem som får göra vad", "See who may do what"),
    Words("Även vad du själv inte får, och varför.", "Also what you yourself may not do, and why."),
    "powers",
)  # fmt: skip
ASK_LAW = Step(
    "ask_law", Words("Ställ en fråga till lagen", "Ask the law a question"),
    Words("Frågan gäller ingen person: får vården berätta, och när måste den?",
          "The question is about nobody: may health care tell, and when must it?"),
    "share_ask",
)  # fmt: skip
TEST = Step(
    "test", Words("Pröva vad som får delas om någon, och spara prövningen",
                  "Test what may be shared about somebody, and keep the test"),
    Words("Öppna personen, välj Vad som får delas. Prövningen visar sedan varför du lämnade ut, eller inte.",
          "Open the person, choose What may be shared. The test shows afterwards why you told, or did not."),
    "actors", "asked_law",
)  # fmt: skip
NOMINATE = Step(
    "nominate", Words("Föreslå någon, om du vet en händelse", "Nominate somebody, if you know of an act"),
    Words("Det krävs en daterad händelse med källa; ingen föreslås på en känsla.",
          "It takes a dated act with its source; nobody is nominated on a feeling."),
    "nominate", "nominated",
)  # fmt: skip
JUDGE = Step(
    "judge", Words("Skriv vad du själv tänker om en kandidat",
                   "Write what you think yourself of a candidate"),
    Words("Först dina ord, sedan plats och poäng: så styr de dig inte.",
          "Your words first, then place and score: so they do not steer you."),
    "screening", "judged",
)  # fmt: skip
VOTE = Step(
    "vote", Words("Lämna ett beslut", "Give a vote"),
    Words("Ingen blir fokusperson utan två kollegors beslut, var för sig.",
          "Nobody becomes a focus person without two colleagues' votes, each apart."),
    "screening", "voted",
)  # fmt: skip
RUN = Step(
    "run", Words("Beställ en kartläggning", "Order a mapping"),
    Words("Den läser registren och gör två listor med skäl. Sidan visar hur långt den kommit.",
          "It reads the registers and makes two lists with reasons. The page shows how far it is."),
    "run_order", "ordered_run",
)  # fmt: skip
CAPACITY = Step(
    "capacity", Words("Säg hur många regionen kan arbeta med", "Say how many the region can work with"),
    Words("Det är ett tak, inte ett mål. Utan det vet ingen vem som börjar först.",
          "It is a ceiling, not a target. Without it nobody knows who begins first."),
    "start_order", "capacity",
)  # fmt: skip
APPOINT = Step(
    "appoint", Words("Utse en handläggare för en fokusperson", "Appoint a case officer for a focus person"),
    Words("Det är uppdraget som öppnar uppgifterna, inte rollen.",
          "The appointment opens the records; the role does not."),
    "appointments", "appointed_somebody",
)  # fmt: skip
OVERVIEW = Step(
    "overview", Words("Läs överblicken", "Read the overview"),
    Words("Bara tal, små dolda. Se var det står still.",
          "Figures only, small ones hidden. See what stands still."),
    "overview",
)  # fmt: skip
EVIDENCE = Step(
    "evidence", Words("Läs om rangordningen fungerar", "Read whether the ranking works"),
    Words("Varje tal har sin osäkerhet. Finns ingen mätning, är ingenting visat för er källa.",
          "Every figure has its uncertainty. Without a measurement nothing is shown for your source."),
    "evidence",
)  # fmt: skip
BRING = Step(
    "bring", Words("Läs in mätningar", "Bring in measurements"),
    Words("Rapporterna läses ur den mapp administratören angett.",
          "Reports are read from the folder the administrator named."),
    "evidence", "brought_reports",
)  # fmt: skip
ALERTS = Step(
    "alerts", Words("Gå igenom larmen om jäv", "Go through the alerts about conflicts"),
    Words("Bara du och din enhet ser dem.", "Only you and your unit see them."), "alerts",
)  # fmt: skip
REVIEW = Step(
    "review", Words("Gör den årliga behovsprövningen när den är dags",
                    "Do the yearly review of need when it is due"),
    Words("Behövs uppgifterna fortfarande? Svaret står kvar.",
          "Are the records still needed? The answer stays."),
    "reviews", "reviewed",
)  # fmt: skip
LOG = Step(
    "log", Words("Se hur loggen kontrolleras", "See how the log is checked"),
    Words("Kontrollen körs av någon annan än systemet.",
          "The check is run by somebody other than the system."),
    "log",
)  # fmt: skip
LOOK_UP = Step(
    "look_up", Words("Gör en provslagning", "Try a look-up"),
    Words("Sök 19120202-0000, som ingen har. Svaret blir ”Ingen att ringa”.",
          "Look up 19120202-0000, which nobody has. The answer will be “Nobody to call”."),
    "duty",
)  # fmt: skip
HOURS = Step(
    "hours", Words("Läs de första 48 timmarna", "Read the first 48 hours"),
    Words("Listan visas när någon bevakas. Läs den innan det brådskar.",
          "The list is shown when somebody is monitored. Read it before it is urgent."),
    "rule", rule="first_48_hours",
)  # fmt: skip
DUTY = Step(
    "duty", Words("Se att du är utsedd för vakten", "See that you are appointed for the duty desk"),
    Words("Uppdraget har en sista dag. Utan det svarar slagningen inte.",
          "The appointment has a last day. Without it the look-up does not answer."),
    "me", "appointed_duty",
)  # fmt: skip
ME = Step(
    "me", Words("Se vad du får göra här, och till när", "See what you may do here, and until when"),
    Words("Rollen säger vilket slags arbete, uppdraget vems uppgifter.",
          "The role says what kind of work, the appointment whose records."),
    "me",
)  # fmt: skip
ACCOUNT = Step(
    "account", Words("Lägg upp en kollega", "Make a colleague's account"),
    Words("Kollegan får ett engångslösenord och väljer ett eget.",
          "The colleague gets a one-time password and chooses an own one."),
    "accounts", "made_account",
)  # fmt: skip
OPERATION = Step(
    "operation", Words("Se hur systemet mår", "See how the system is"),
    Words("Vad som går, väntar och har misslyckats, och vad man gör åt det.",
          "What runs, waits and failed, and what to do about it."),
    "operation",
)  # fmt: skip
BACKUP = Step(
    "backup", Words("Gör en säkerhetskopia, och pröva att återställa den",
                    "Make a backup, and try to restore it"),
    Words("Kommandot hejda backup. En kopia ingen har återställt är ingen kopia.",
          "The command hejda backup. A backup nobody has restored is none."),
    "operation",
)  # fmt: skip
TOKEN = Step(
    "token", Words("Se vilka andra system som får nå uppgifter här",
                   "See which other systems may reach records here"),
    Words("Den som lägger upp en nyckel bekräftar den inte själv.",
          "Whoever makes a token does not confirm it."),
    "tokens",
)  # fmt: skip

STEPS: dict[str, tuple[Step, ...]] = {
    "analyst": (SECOND, WORK, JUDGE, VOTE, RUN),
    "case_officer": (SECOND, WORK, APPOINTED, DAY, TEST),
    "regional_lead": (SECOND, WORK, CAPACITY, VOTE, APPOINT),
    "national_lead": (SECOND, OVERVIEW, EVIDENCE, BRING, RULES),
    "safety_officer": (SECOND, WORK, APPOINTED, DAY, NOMINATE),
    "lawyer": (SECOND, LOG, ALERTS, REVIEW, RULES),
    "duty_desk": (SECOND, DUTY, LOOK_UP, HOURS, POWERS),
    "authority": (SECOND, ME, ASK_LAW, RULES, POWERS),
    "administrator": (SECOND, ACCOUNT, OPERATION, BACKUP, TOKEN),
}
"""Role → what it does on its first day, in this order."""
