"""Given names that a short form may stand for: who is called Micke may be written Mikael.

A closed list of strings, from common usage in several languages; it says nothing of who bears a
name. No rule of letters does this: Lasse is Lars, while Anna and Annika may be twins. So a form
stands here only if people use it as another form of the same name.
"""

from __future__ import annotations

_FORMS = """
abdirahman abdullahi abdulkadir abdallah abdelkader: abdi abdo abdou abdul
agneta: netta neta
alexander aleksander alexandra aleksandr aleksandra: alex sascha sasha sasja sacha
alexandra aleksandra: sandra
amanda: manda mandis
andreas anders andre: adde andy
anders: ante
andrzej: andrzejek jedrek
anton antonia antonio: toni tony
barbro barbara: babs basia
benjamin: ben benjo benji benny
birgitta brigitta: gittan gitta bibbi birgit
bo: bosse
carl karl: kalle charlie calle
carolina karolina caroline: carro lina caro
catharina katarina katharina: katta kattis kata kati kaisa
ekaterina catherine katarzyna: katja katya cathy kate kasia
cecilia: cissi cilla cia
charles: charlie chuck
charlotta charlotte liselotte: lotta lotten lotte charlie
christer krister: chrille krille
christian kristian: chrille krille chris kris
christina kristina christine kristine krystyna: kicki stina kia tina kickan stinna chris krysia
christoffer kristoffer christopher kristofer: stoffe chris kris kricke
daniel daniela: danne dan danny dani danni
david: dave davve dudde
dmitri dmitrij dimitri: dima mitja
eduard edvard edward: edde eddie ed ted
elisabeth elisabet elizabeth elzbieta: lisa lisbet lisbeth bettan lis betty beth liz elsa ela
emanuel manuel emmanuel: manne manny
emilia emelie: millan milla
erik eric: jerka erka
eva: evis
fatima fatma: fati fatou
francisco: paco pancho
franz frans: frasse franne
fredrik fredric frederick: fredde fred freddy
fredrika: fia rika
gabriel gabriella: gabbe gabbi gabi
georg george: jojje
giuseppe: beppe peppe
gunilla: nilla gulli
gustav gustaf: gurra gusten gusse
hans johannes: hasse
hassan: hasse
henrik henric: henke henry
henryk: heniek
ibrahim: ibbe ibra ibro brahim
ingegerd ingeborg ingrid: inga ninni
isabella isabelle isabel: bella issa belle
jakob jacob: jacke kobbe jeppe
jan: janne
jesper: jeppe
jessica: jessie sickan
joakim joachim: jocke kim
johan johannes: jojje johnny janne
johanna: jossan hanna jo nanna
john jon jonathan: johnny jonte jonny
jonathan jonatan: jonte nathan
josef jozef jose joseph: jossi joe pepe
josefin josefine josefina: jossan fina josse
julia juliana: jullan julle
kenneth: kenta ken kenny
kjell: kjelle
lars: lasse
lennart: lelle nenne
leif: leffe
lovisa louise: lova lollo lisa
ludvig ludwig: ludde
lukas lucas lukasz: lucke
madeleine madelene: maddan madde
magdalena: magda malena lena
magnus: mange mankan
malgorzata: gosia malgosia
marcus markus: macke mackan marre
margareta margaretha margret margaret margit: greta maggan gretchen meta maggie rita marga
maria: mia maja mimmi masha majsan mari
martin: matte marre
mathias mattias matthias matias: matte mattis matt
matilda mathilda: tilda tilde tilly matte
maximilian maksim max: max maxe maks
mehmet: memo
michael mikael mikhail michal mihail: micke mick mike misha michi mischa mikko
mohammed mohamed: mo moe hamoudi hamada
monica monika: mona
mustafa: mussi musti
nicolas niklas nicklas niclas nikolai nikola nikolaj: nicke nick nico niko kolja kolya
nils: nisse
olof olov oliver olav: olle olli
oscar oskar: ogge oggy
patrik patrick patric: patte paddy pat patta
paul pavel pawel: palle pasha
per peter petter petrus: pelle peppe petri petja
philip filip: fille fippe phil
pontus: ponta
rasmus: rasse
rebecka rebecca rebeca: becka becca beckan becky
richard rickard rikard: ricke rick ricky dick rikke
robert roberto: robban rob bob bobby robbie
roger: rogge
roland: rolle
rolf: roffe
rudolf: rudi
samuel: sammy sam samme
sebastian: sebbe basse seb bastian
simon: simme
sofia sophia sofie sofija: fia sossan soffan sophie sofi fifi
stanislaw: staszek stas
stefan staffan stephan: steffe steff stefo
susanna susanne suzanne zuzana zuzanna: sussi sanna sussie susie zuza
sven: svenne
teodor theodor: teo theo
teresa theresa terese: tessan tess resi
tatiana tatjana: tanja tanya
thomas tomas tomasz: tompa tom tommy tomek tomi
tobias: tobbe tobi toby
torbjorn: tobbe tobben
torsten: totte
ulf: uffe uffa
ulrik: ulle uffe
ulrika: ulla ullis rika
urban: ubbe
valentina: tina vala
veronica veronika: vera nicka
victor viktor: vicke vick vigge
victoria viktoria: vickan vicky vicki vicka tora
vilhelm wilhelm william: wille ville bill billy
vilhelmina wilhelmina: mina minna wilma
vladimir: vova volodja vlado
yusuf yousef josef: jusse yusse
zbigniew: zbyszek
"""


def _names_by_form() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _FORMS.strip().splitlines():
        names, forms = (part.split() for part in line.split(":"))
        for form in forms:
            found.setdefault(form, set()).update(set(names) - {form})
    return {form: frozenset(names) for form, names in found.items() if names}


NAMES_BY_FORM = _names_by_form()
"""Short form → the names it may stand for; folded words."""
