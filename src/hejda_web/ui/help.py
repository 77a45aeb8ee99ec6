"""What each page is for, what comes after it and who sees it: three short answers at the foot of a page.

Pages of the day tell it in their own words (`desk`, `evidence`); every other page of the frame stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from hejda_web.ui.words import Words


@dataclass(frozen=True)
class Help:
    """Three answers. then: what happens next; seen_by: who sees the page, and what the log says of it."""

    purpose: Words
    then: Words
    seen_by: Words


LOGGED = Words(
    "de som är utsedda för personen eller regionen. Varje visning står i loggen, med ändamål och ärende.",
    "those appointed for the person or the region. Each look is in the log, with purpose and case.",
)
SCREENERS = Words(
    "de som är utsedda att granska regionen. Varje visning står i loggen, med ändamål och ärende.",
    "those appointed to screen the region. Each look is in the log, with purpose and case.",
)
ONLY_ME = Words("bara du.", "only you.")
EVERYBODY = Words(
    "alla som loggar in. Här finns inget om någon person.",
    "everybody who logs in. There is nothing about anybody here.",
)
FIGURES = Words(
    "analytiker, ansvariga och jurister. Bara tal; ingen person visas.",
    "analysts, leads and lawyers. Figures only; nobody is shown.",
)
STAFF = Words(
    "administratören. Varje ändring står i loggen.",
    "the administrator. Every change is in the log.",
)
LEADS = Words(
    "regionalt ansvarig; kollegan ser sitt eget uppdrag. Varje ändring står i loggen.",
    "the regional lead; the colleague sees their own appointment. Every change is in the log.",
)
CONFIRMERS = Words(
    "jurister och regionalt ansvariga. Varje svar står i loggen.",
    "lawyers and regional leads. Every answer is in the log.",
)
RECORDS = Help(
    Words("att samla det som är känt om en person, med skäl, datum och det som saknas.",
          "gathering what is known of a person, with reasons, dates and what is missing."),
    Words("avgör du vad som behövs: fråga, pröva delning, börja, avsluta. Inget sker av sig självt.",
          "you settle what is needed: ask, test sharing, begin, end. Nothing happens by itself."),
    LOGGED,
)  # fmt: skip

HELP: dict[str, Help] = {
    "start": Help(
        Words("att börja rätt: det du kan göra, och det som pågår.",
              "beginning well: what you can do, and what is going on."),
        Words("öppnar du en sida. Rör den en person frågas först ändamål och ärende.",
              "you open a page. If it concerns a person you are first asked purpose and case."),
        ONLY_ME),
    "first_day": Help(
        Words("att komma igång med det din roll gör.", "getting started with what your role does."),
        Words("bockas stegen av när de är gjorda. Länken på startsidan försvinner när du säger till.",
              "steps are ticked when done. The link on the start page goes when you say so."),
        ONLY_ME),
    "me": Help(
        Words("att veta vad du får, efter vems beslut och hur länge.",
              "knowing what you may do, by whose decision and how long."),
        Words("ber du den som utsåg dig om något ska ändras.",
              "you ask whoever appointed you if something should change."),
        ONLY_ME),
    "work": Help(
        Words("att varje titt i en persons uppgifter ska ha ett ändamål och ett ärende.",
              "every look at a person's record having a purpose and a case."),
        Words("gäller svaret till dess du avslutar, loggar ut eller åtta timmar har gått.",
              "the answer holds until you end it, log out or eight hours have passed."),
        Words("du, och de som följer upp loggen.", "you, and those who review the log.")),
    "own_password": Help(
        Words("att bara du ska kunna logga in som du.", "only you being able to log in as you."),
        Words("loggas du in med det nya. Sätt gärna igång ett andra steg.",
              "you log in with the new one. Do turn on a second step."),
        Words("ingen. Lösenordet sparas så att det inte går att läsa.",
              "nobody. The password is kept so that it cannot be read.")),
    "mfa_index": Help(
        Words("att ett lösenord på drift inte ska räcka.", "a password gone astray not being enough."),
        Words("frågas du efter ett andra steg vid varje inloggning.",
              "you are asked for a second step at each login."),
        ONLY_ME),
    "runs": Help(
        Words("att se vad som lästs ur registren, och när.",
              "seeing what was read from the registers, and when."),
        Words("öppnar du en körning, eller beställer en ny.",
              "you open a run, or order a new one."),
        FIGURES),
    "run_order": Help(
        Words("att få nya listor på det som är registrerat till och med en viss dag.",
              "getting new lists on what was registered by a certain day."),
        Words("arbetar körningen i bakgrunden. De som föreslås väntar sedan i granskningen.",
              "the run works in the background. Those proposed then wait to be screened."),
        FIGURES),
    "run": Help(
        Words("att se om leveransen var hel, innan någon litar på listorna.",
              "seeing whether the delivery was whole, before anybody trusts the lists."),
        Words("rättas det som lagts åt sidan vid källan; granskningen kan börja.",
              "what was set aside is mended at its source; screening can begin."),
        FIGURES),
    "run_lists": Help(
        Words("att se vilka körningen föreslår. Ingen är utpekad av att stå här.",
              "seeing whom the run proposes. Standing here accuses nobody."),
        Words("granskar du en i taget, i lottad ordning.", "you screen one at a time, in an order by lot."),
        SCREENERS),
    "run_moved": Help(
        Words("att förstå varför en lista ändrats: nya uppgifter, tid, regler.",
              "understanding why a list changed: new records, time, rules."),
        Words("frågar du källan om en ändring ser fel ut.", "you ask the source if a change looks wrong."),
        SCREENERS),
    "list_compare": Help(
        Words("att se vad polisens egen lista och kartläggningen missar var för sig.",
              "seeing what the police's own list and the mapping each miss."),
        Words("granskas båda på samma sätt. Ingen stryks för att den andra listan inte har hen.",
              "both are screened alike. Nobody is struck because the other list lacks them."),
        SCREENERS),
    "list_import": Help(
        Words("att de som polisen redan följer ska få samma prövning som alla andra.",
              "those the police already follow getting the same test as everybody else."),
        Words("väntar var och en i granskningen. Är en rad fel läses ingen in.",
              "each waits to be screened. If one row is wrong none comes in."),
        SCREENERS),
    "nominate": Help(
        Words("att en händelse du vet om ska bli prövad, också om inget register har den.",
              "an act you know of being tested, even if no register has it."),
        Words("granskar två kollegor. Du får inte se mer om personen för att du föreslog.",
              "two colleagues screen. You see no more of the person for having proposed them."),
        Words("de som granskar regionen ser ditt namn och det du skrev.",
              "those who screen the region see your name and what you wrote.")),
    "screening": Help(
        Words("att ingen ska bli liggande, och ingen bedömas i poängens ordning.",
              "nobody being left lying, and nobody judged in the order of scores."),
        Words("öppnar du en kandidat och skriver vad du tänker.",
              "you open a candidate and write what you think."),
        SCREENERS),
    "candidate": Help(
        Words("att du ska tänka själv innan du ser vad maskinen räknat fram.",
              "you thinking for yourself before seeing what the machine worked out."),
        Words("visas plats och skäl, och du beslutar. Det du skrev går inte att ändra.",
              "place and reasons are shown, and you decide. What you wrote cannot be changed."),
        SCREENERS),
    "candidate_reveal": Help(
        Words("att besluta med skäl som någon annan kan pröva.",
              "deciding on reasons somebody else can test."),
        Words("beslutar en kollega för sig. Bara två lika beslut gör någon till fokusperson.",
              "a colleague decides apart. Only two votes alike make somebody a focus person."),
        SCREENERS),
    "actors": Help(
        Words("att hitta till dem du arbetar med.", "finding those you work with."),
        Words("öppnar du en person.", "you open a person."), LOGGED),
    "start_order": Help(
        Words("att den som behöver det mest ska komma först, och att lotten avgör mellan lika.",
              "whoever needs it most coming first, and the lot settling between equals."),
        Words("börjar någon arbetet från personens sida.",
              "somebody begins the work from the person's page."),
        LOGGED),
    "actor": RECORDS,
    "identity": Help(
        Words("att veta vem det är när du måste: i ett samtal, i en skrivelse.",
              "knowing who it is when you must: in a call, in a letter."),
        Words("går du tillbaka. Namnet följer inte med till någon annan sida.",
              "you go back. The name goes along to no other page."),
        Words("de som är utsedda för personen eller regionen. Den här titten loggas för sig.",
              "those appointed for the person or the region. This look is logged by itself.")),
    "earlier": Help(
        Words("att pröva ett mönster när lagen tillåter det. Inget här är en misstanke längre.",
              "testing a pattern where the law allows it. Nothing here is a suspicion any longer."),
        Words("skriver du varför det behövdes, om du bygger något på det.",
              "you write why it was needed, if you build anything on it."),
        Words("bara de som särskilt utsetts att se dem. Titten loggas för sig.",
              "only those specially appointed to see them. The look is logged by itself.")),
    "history": Help(
        Words("att kunna fråga den som tittat varför.", "being able to ask whoever looked, why."),
        Words("frågar du kollegan, sedan dataskyddsombudet.",
              "you ask the colleague, then the data-protection officer."),
        LOGGED),
    "sharing": Help(
        Words("att veta om det får frågas och berättas, innan någon lyfter luren.",
              "knowing whether it may be asked and told, before anybody picks up the phone."),
        Words("sparar du prövningen. Ingenting skickas härifrån.",
              "you keep the test. Nothing is sent from here."),
        LOGGED),
    "sharing_note": Help(
        Words("att kunna visa efteråt vad lagen sa den dagen.",
              "being able to show afterwards what the law said that day."),
        Words("skriver du ut den eller går tillbaka. Den går inte att ändra.",
              "you print it or go back. It cannot be changed."),
        LOGGED),
    "share_ask": Help(
        Words("att få veta vad lagen säger om en fråga, utan att nämna någon.",
              "learning what the law says to a question, naming nobody."),
        Words("ställer du frågan om personen på personens sida, om det blir skarpt läge.",
              "you ask it about the person on their own page, when it is in earnest."),
        EVERYBODY),
    "share_changed": Help(
        Words("att se vad en lagändring gav, dag mot dag.",
              "seeing what a change of law gave, day against day."),
        Words("frågar du en jurist om det som är obekräftat.",
              "you ask a lawyer about what is unconfirmed."),
        EVERYBODY),
    "rules": Help(
        Words("att ingen regel ska vara dold för den den används av, eller på.",
              "no rule being hidden from whoever uses it, or is met by it."),
        Words("öppnar du en regel och ser dess källa och datum.",
              "you open a rule and see its source and dates."),
        EVERYBODY),
    "rule": Help(
        Words("att kunna kontrollera ett poäng, en gräns eller en frist mot källan.",
              "being able to check a point, a limit or a deadline against its source."),
        Words("säger du till den som äger regeln, om den är fel.",
              "you tell the rule's owner, if it is wrong."),
        EVERYBODY),
    "powers": Help(
        Words("att alla ska veta vem som får vad, också om en själv.",
              "everybody knowing who may what, also of oneself."),
        Words("ber du om ett uppdrag, om du behöver ett.",
              "you ask for an appointment, if you need one."),
        EVERYBODY),
    "log": Help(
        Words("att loggen ska gå att kontrollera utan att lita på systemet.",
              "the log being checkable without trusting the system."),
        Words("kör du kontrollen på en egen maskin.", "you run the check on a machine of your own."),
        Words("jurister och dataskyddsombud.", "lawyers and data-protection officers.")),
    "alerts": Help(
        Words("att någon utanför regionerna ska se försök att nå egna uppgifter.",
              "somebody outside the regions seeing attempts to reach one's own records."),
        Words("frågar du den det gäller, och markerar larmet som sett.",
              "you ask the one concerned, and mark the alert as seen."),
        Words("bara den oberoende enheten, och ingen som larmet rör.",
              "the independent unit alone, and nobody the alert concerns.")),
    "reviews": Help(
        Words("att uppgifter som inte behövs ska bort.", "records that are not needed going away."),
        Words("står svaret kvar, med namn och dag.", "the answer stays, with name and day."),
        Words("regionens ansvariga och juristen.", "the region's lead and the lawyer.")),
    "operation": Help(
        Words("att se i tid vad som är på väg att gå fel.", "seeing in time what is about to go wrong."),
        Words("gör du det som står vid raden. En rad blir grön när det är gjort.",
              "you do what the line says. A line turns well once it is done."),
        Words("administratören och juristen. Ingen person finns på sidan.",
              "the administrator and the lawyer. There is nobody on this page.")),
    "accounts": Help(
        Words("att rätt kollegor kan logga in, och inga andra.",
              "the right colleagues being able to log in, and no others."),
        Words("utser regionalt ansvarig den som ska se någons uppgifter.",
              "the regional lead appoints whoever shall see somebody's record."),
        STAFF),
    "account_new": Help(
        Words("att lägga upp en kollega.", "making a colleague's account."),
        Words("lämnar du över engångslösenordet. Kollegan väljer ett eget.",
              "you hand over the one-time password. The colleague chooses an own one."),
        STAFF),
    "account": Help(
        Words("att ändra enhet, roll eller stänga ett konto.",
              "changing unit or role, or closing an account."),
        Words("gäller det från kollegans nästa sida.", "it holds from the colleague's next page."), STAFF),
    "tokens": Help(
        Words("att veta vilka system som når uppgifter här.", "knowing which systems reach records here."),
        Words("bekräftar någon annan nyckeln, innan den öppnar något.",
              "somebody else confirms the token, before it opens anything."),
        STAFF),
    "token_new": Help(
        Words("att ge ett system just det det behöver, till en viss dag.",
              "giving a system just what it needs, until a certain day."),
        Words("visas nyckeln en enda gång, och väntar på att bekräftas.",
              "the token is shown once only, and waits to be confirmed."),
        STAFF),
    "token_revoke": Help(
        Words("att stänga ett system ute genast.", "shutting a system out at once."),
        Words("svarar nyckeln inte mer. Det går inte att ångra.",
              "the token answers no more. It cannot be undone."),
        STAFF),
    "tokens_waiting": Help(
        Words("att ingen ensam ska kunna släppa in ett system.",
              "nobody being able to let a system in alone."),
        Words("bekräftar eller avslår du.", "you confirm or refuse."), CONFIRMERS),
    "token_confirm": Help(
        Words("att pröva om systemet behöver det som nyckeln öppnar.",
              "testing whether the system needs what the token opens."),
        Words("öppnar nyckeln, eller aldrig. Den som lade upp den kan inte svara.",
              "the token opens, or never does. Whoever made it cannot answer."),
        CONFIRMERS),
    "appointments": Help(
        Words("att varje titt ska gå tillbaka på ett beslut av en namngiven person.",
              "every look going back to a decision by a named person."),
        Words("öppnas uppgifterna för kollegan från första dagen, och stängs efter den sista.",
              "the records open to the colleague from the first day, and close after the last."),
        LEADS),
    "appointment": Help(
        Words("att ändra eller avsluta ett uppdrag.", "changing or ending an appointment."),
        Words("gäller det från nästa sida kollegan öppnar.",
              "it holds from the next page the colleague opens."),
        LEADS),
    "evidence_report": Help(
        Words("att läsa en mätning för sig, med sitt underlag.",
              "reading one measurement by itself, with its data."),
        Words("jämför du med er egen källa. Gamla tal gäller det gamla.",
              "you compare with your own source. Old figures are about the old."),
        FIGURES),
}  # fmt: skip
"""Name of an address → its help."""
TELLS_ITSELF = frozenset({"day", "overview", "duty", "search", "evidence"})
"""Pages that say it in their own words."""


def help_for(name: str | None) -> Help | None:
    """The help of the page of that address; None where the page tells it itself, or is none of ours."""
    return HELP.get(name or "")
