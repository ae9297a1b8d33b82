/** Dutch texts behind the question marks: what a figure means, and where it comes from. */
import type { HelpText, HelpTopic } from '../help-topics.ts';

export const helpTopics: Record<HelpTopic, HelpText> = {
  edStatus: {
    meaning: [
      'Open: de SEH ontvangt. Dreigende stop: ontvangt nog en waarschuwt. Presentatiestop: vraagt om geen nieuwe patiënten; wie geen tijd heeft mag nog steeds worden gebracht. Onbekend: nog niets gehoord.',
      'Een klokje is een SEH die open was en daarna stil bleef. Zo een wordt nooit als open getekend. Na het einde van een stop is de status onbekend tot het ziekenhuis iets zegt.',
    ],
    source:
      'Opgave van het ziekenhuis zelf. Een opgave van de eigen coördinator gaat vóór een koppeling. Definitie van een stop: LNAZ.',
  },
  age: {
    meaning: [
      'De leeftijd telt vanaf het moment waarop het ziekenhuis het cijfer zag. Vers, verouderend, verouderd: een verouderd cijfer blijft staan, verliest gewicht en krijgt een klok.',
      'Twee pijlen: koppeling. Potlood: met de hand. Hoorn: telefonisch.',
    ],
    source:
      'Van SEH en traumakamer wordt elke 5 minuten een cijfer verwacht, van bedden elke 10. Na anderhalf keer die tijd veroudert het, na drie keer is het verouderd.',
  },
  figures: {
    meaning: [
      'Links wat nu een patiënt kan ontvangen, min wat vastgehouden is voor wie onderweg is. Rechts wat bemand is.',
      'Een streepje is onbekend en nooit nul. Niet elk ziekenhuis heeft elke afdeling.',
    ],
    source:
      'Opgave van het ziekenhuis: met de hand, telefonisch of door een koppeling. Tegenstrijdige cijfers blijven staan zoals gegeven en worden gemarkeerd.',
  },
  sums: {
    meaning: [
      'Alleen ziekenhuizen waarvan beide cijfers bekend zijn tellen mee; “6 van 7 bekend” zegt hoeveel dat zijn. De andere zitten in geen van beide getallen.',
      'De leeftijd is die van het oudste cijfer in de som.',
    ],
    source: 'Opgeteld uit de opgaven van de ziekenhuizen, bij elke nieuwe opgave opnieuw.',
  },
  hurts: {
    meaning: [
      'Genoemd worden de regio’s met een presentatiestop, de zwaarste voorop; zijn die er niet, dan die waar een stop dreigt.',
      'Rustig staat er alleen als elke SEH iets zegt. Is meer dan een vijfde stil, dan staat er dat de stand niet bekend is.',
    ],
    source:
      'Afgeleid uit de SEH-statussen. ROAZ-regio’s en ziekenhuizen: openbare bronnen, november 2026. Grenzen op de kaart zijn indicatief.',
  },
  inbound: {
    meaning: [
      'Patiënten voor wie tot dit ziekenhuis is besloten en die nog niet aankwamen, met de verwachte tijd. Wie te laat is blijft staan tot iemand zegt waar de patiënt is.',
    ],
    source:
      'Besluiten van de meldkamers. Verwachte aankomst: besluit, tijd ter plaatse en rijtijd, of de laatst doorgegeven positie.',
  },
  stopsNow: {
    meaning: [
      'Elke stop heeft een reden en een einde. De balk is de tijd die nog rest. Een stop kan op de SEH slaan, op één afdeling of op een apparaat.',
      'Voor een patiënt in levensgevaar is een stop nooit een verbod.',
    ],
    source: 'Opgave van het ziekenhuis. Definitie van een stop: LNAZ.',
  },
  stopsToday: {
    meaning: [
      'Presentatiestops van SEH’s en hele locaties sinds middernacht, tot nu. Een stop die gisteren begon telt vanaf middernacht. Wat bij één ziekenhuis tegelijk liep telt één keer.',
      'Stops van een afdeling of een apparaat tellen hier niet mee.',
    ],
    source: 'Het logboek: begin, einde en reden van elke stop.',
  },
  trends: {
    meaning: [
      'Per kwartier wat toen bekend was: vrij, min wat vastgehouden was, en bemand. Een cijfer dat toen verouderd was is een gat in de lijn en geen nul.',
      'Een regio is de som van wat bekend is; ernaast staat hoeveel ziekenhuizen dat zijn. Minst en meest tellen alleen de momenten waarop het meest bekend was.',
    ],
    source: 'Het logboek. Kwartieren worden 400 dagen bewaard.',
  },
  levelOne: {
    meaning: [
      'Vrije traumakamers van alle level-1-locaties van het land samen, met hoeveel daarvan bekend is en de leeftijd van het oudste cijfer. De dichtstbijzijnde staat boven.',
    ],
    source: 'Opgaven van de ziekenhuizen; levels volgens openbare bronnen en NVT-criteria.',
  },
  neighbours: {
    meaning: [
      'Level-1-locaties in de buurregio’s, en ziekenhuizen daar met zowel een vrije traumakamer als een vrij IC-bed. De rijtijd is met spoed, vanaf de eerste level-1-locatie van de regio, als bandbreedte.',
    ],
    source: 'Opgaven van de ziekenhuizen; levels volgens openbare bronnen en NVT-criteria.',
  },
  changed: {
    meaning: [
      'Wat er veranderde sinds u op “Gezien” drukte of hier langer dan tien minuten weg was, op dit apparaat. Een cijfer dat heen en weer ging en gelijk uitkwam staat er niet bij.',
    ],
    source: 'De regels van het logboek sinds dat moment.',
  },
  findings: {
    meaning: [
      'Elke bevinding is ja, nee of onbekend, en begint onbekend. Onbekend telt niet als afwezig. Een rood criterium is zwaar letsel, een geel matig; het oordeel van het team telt als rood.',
      'Onder “Nog te vragen” staat welke onbekende de volgorde nog kan veranderen.',
    ],
    source:
      'Richtlijn voor veldtriage van de ACS-COT, 2021, met twee toevoegingen van ons. Een lijst met criteria alleen mist veel zwaar letsel: in Midden-Nederland werden er twee van de drie mee gemist.',
  },
  score: {
    meaning: [
      'Rijminuten plus strafminuten, in één getal dat u kunt narekenen. De laagste staat bovenaan binnen zijn rang. Open een rij voor de hele som: wat telde, wat niet en wat onbekend was.',
      'Het is een hulp bij het besluit en geen kans op overleven.',
    ],
    source:
      'Beleid rank/1. Rijtijd: de routemachine of onze schatting. Strafminuten zijn een voorstel en moeten met medisch managers worden geijkt.',
  },
  travel: {
    meaning: [
      'Minuten van de plaats ongeval naar het ziekenhuis, met de grenzen waartussen het meestal valt. In een geopende som staat waarmee is gerekend.',
      'Met spoed en zonder spoed verschillen. Over water kan een schatting ver mis zijn; dat staat erbij en kost 5 minuten.',
    ],
    source:
      'Een ingestelde routemachine, anders onze schatting over een eigen wegennet, geijkt op rijtijden rond Nederlandse ziekenhuizen en ambulanceritten in Denemarken.',
  },
  tie: {
    meaning: [
      'Een verschil onder 3 minuten zegt niets en geldt als gelijk. Dan gaan voor: een betrouwbare rijtijd, bij zwaar letsel het hogere level, versere cijfers, de kortste rit.',
    ],
    source:
      'Gemeten rijtijden wijken gewoonlijk zo’n 5 minuten af van een schatting (Noordoost-Engeland). De grens is een voorstel.',
  },
  tiers: {
    meaning: [
      'Een hogere rang gaat altijd voor, hoe de minuten ook uitvallen. Bij zwaar letsel is dat level 1 binnen 45 minuten; level 2 en verder gelegen level 1 zijn dan terugval.',
      'Bij een directe bedreiging staat de dichtstbijzijnde SEH bovenaan, om te stabiliseren.',
    ],
    source:
      'Beleid rank/1. De grens van 45 minuten volgt het Noorse traumaplan; de Nederlandse 45 minuten is een planningsnorm en geen medische grens.',
  },
  rejected: {
    meaning: [
      'Een harde regel liet het ziekenhuis afvallen; de eerste die geldt staat erbij. Iedereen blijft in de lijst, en u kunt er met een reden toch voor kiezen.',
      'Nooit hard: een stop bij levensgevaar, niets vrij, oude cijfers.',
    ],
    source: 'Harde regels H1 tot en met H6 van beleid rank/1.',
  },
  held: {
    meaning: [
      'Een besluit houdt de schaarse plek vast, zodat een volgende zaak hem niet ook krijgt. De plek komt vrij bij aankomst, bij annuleren, bij een nieuwe bestemming, of 20 minuten na de verwachte aankomst.',
    ],
    source:
      'Beleid rank/1, naar het voorbeeld van de hartzorg waar een bed in één druk wordt geclaimd.',
  },
  arrivals: {
    meaning: [
      'Vooraankondigingen van de meldkamer: wat er bekend is, welke plek ervoor vaststaat, en tussen welke tijden de aankomst valt. Er staat nooit een naam bij.',
      '“Gezien” zegt dat u het weet. “Kan niet” is een bericht aan de meldkamer en geen weigering: die besluit of de patiënt elders heen gaat.',
    ],
    source:
      'Het besluit van de meldkamer. Verwachte aankomst: besluit, tijd ter plaatse en rijtijd, of de laatst doorgegeven positie.',
  },
  asSeen: {
    meaning: [
      'Zo staat uw ziekenhuis nu bij meldkamers en op de kaart. Wie wacht met opgeven ziet hier zijn cijfers verouderen; een verouderd cijfer kost in het advies minuten.',
    ],
    source: 'Uw laatste opgaven, met de regels voor leeftijd die voor iedereen gelden.',
  },
  ownReport: {
    meaning: [
      'Wat u hier opgeeft staat binnen een seconde bij anderen. Tien seconden lang kunt u het terugdraaien. Een stop heeft altijd een reden en een einde; daarna is de status onbekend tot u iets zegt.',
      'Wat u met de hand opgeeft gaat vóór een koppeling, tot het verouderd is en de koppeling iets nieuws geeft.',
    ],
    source: 'Uw eigen opgave, met wie en wanneer in het logboek.',
  },
  override: {
    meaning: [
      'Elke keuze anders dan nummer 1, ook een die gelijk stond. Afwijken mag altijd en is geen fout; de reden hoort erbij. Met spoed mag de reden later, uiterlijk bij de overdracht.',
    ],
    source: 'Het advies dat bij dat besluit op het scherm stond, en de keuze die volgde.',
  },
  severeNorm: {
    meaning: [
      'Van de zaken met zwaar letsel in deze selectie: hoeveel er naar een level 1 gingen, en hoeveel naar een aangewezen traumacentrum. Zwaar letsel is hier het vermoeden onderweg.',
      'De norm gaat over letsel dat achteraf ISS 16 of meer bleek. De cijfers zijn dus verwant en niet gelijk.',
    ],
    source:
      'Norm van Zorginstituut en zorgverzekeraars: 90 % van de zwaargewonden rechtstreeks naar een level-1-centrum. Aangewezen centra: Wbmv, artikel 8.',
  },
  replay: {
    meaning: [
      'De volgorde is nu opnieuw berekend uit het logboek, met de stand, de rijtijden en de regels van die seconde, en vergeleken met het advies van toen.',
      'Een verschil betekent dat het advies niet uit deze gegevens volgt. Dat zegt nog niet of het logboek is veranderd; dat controleert de keten.',
    ],
    source: 'Regel van het advies in het logboek, met zijn SHA-256-hash.',
  },
  chain: {
    meaning: [
      'Elke regel van het logboek draagt de hash van de vorige. Wie een regel verandert of weglaat breekt de keten vanaf die plek.',
      'De controle loopt alle regels na. Een hele keten zegt dat er niets is veranderd, niet dat een opgave waar was.',
    ],
    source: 'SHA-256 over elke regel. Hetzelfde doet het commando verify-ledger op de server.',
  },
  difference: {
    meaning: [
      'De som van het advies en die van de keuze naast elkaar, in equivalente minuten. Een minteken is in het voordeel van de keuze.',
    ],
    source: 'De twee rijen uit de volgorde van toen, regel voor regel.',
  },
  penalties: {
    meaning: [
      'Wat een zachte regel erbij telt, alsof het rijtijd was. Bij levensgevaar telt nabijheid zwaarder, daarom zijn er twee getallen.',
      'Een streep of nul in een som betekent dat de regel is nagegaan en niets kostte.',
    ],
    source:
      'Beleid rank/1, versie en geldigheid staan bovenaan. Elk besluit bewaart de versie waarmee het is genomen.',
  },
  ground: {
    meaning: [
      'Bewijs: gepubliceerd, of een geldende definitie. Voorstel: door ons gekozen en nog niet geijkt. Een voorstel drukt een afweging uit die medisch managers horen te maken.',
    ],
    source: 'De bron staat bij elke regel.',
  },
  roles: {
    meaning: [
      'De rol bepaalt wat iemand mag, de reikwijdte waarover: een ziekenhuis, een regio, een meldkamer of het hele land. Niemand ziet meer dan zijn rol nodig heeft; een ziekenhuis ziet geen zaken van een ander.',
    ],
    source: 'Eén tabel in het programma, voor pagina’s, koppelingen en live-verbinding gelijk.',
  },
  keys: {
    meaning: [
      'Waarmee een systeem zich meldt in plaats van een mens. Een sleutel mag alleen wat u aanvinkt, verloopt, en is één keer te zien. Trek een sleutel in zodra hij niet meer nodig is.',
    ],
    source:
      'Bewaard wordt alleen een hash. Gebruik staat in het logboek onder de naam van de sleutel.',
  },
  webhooks: {
    meaning: [
      'Een webhook stuurt elk bericht een voor een, in de volgorde van het logboek, en begint waar hij was gebleven. Wat de ontvanger niet aanneemt, wordt acht keer geprobeerd en daarna bewaard bij Niet bezorgd. Na een dag zonder succes stopt hij vanzelf.',
      'Hij hoort wat de eigenaar op dat moment mag zien. Geldt die niet meer, dan stopt hij.',
    ],
    source: 'Ondertekening: Standard Webhooks. Het geheim wordt nergens bewaard.',
  },
};
