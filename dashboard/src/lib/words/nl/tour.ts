/** Dutch words of the tours of the demo: each step a question and its answer. */
export const tour = {
  title: 'Rondleiding',
  invite: 'Nieuw hier? Een rondleiding van twee minuten',
  start: 'Rondleiding, twee minuten',
  again: 'Rondleiding opnieuw',
  step: (at: number, of: number) => `Stap ${at} van ${of}`,
  next: 'Volgende',
  back: 'Vorige',
  end: 'Klaar',
  stop: 'Stoppen',
  keys: 'Pijltjes: vorige en volgende. Esc: stoppen.',
  gone: 'Dit onderdeel staat nu niet op de pagina.',
  steps: {
    headline: {
      question: 'Waar knelt het in mijn regio?',
      answer:
        'De zin bovenaan zegt het, gemaakt uit de opgaven van de ziekenhuizen. Staat er “onbevestigd”, dan is er te lang niets gehoord. Onbekend wordt nooit als open of als nul geteld.',
    },
    board: {
      question: 'Wat kan elk ziekenhuis nu hebben?',
      answer:
        'Per afdeling staat er vrij en bemand, met de leeftijd en de bron erbij. Vorm en woord zeggen de status van de SEH; kleur betekent nooit iets anders. Een rij verspringt niet vanzelf, dus u vindt een ziekenhuis altijd op dezelfde plek.',
    },
    neighbours: {
      question: 'Wie kan opvangen wat wij niet hebben?',
      answer:
        'Hier staan de level 1-centra van de buurregio’s, en buren met een vrije traumakamer en een vrij IC-bed. De dichtstbijzijnde staat bovenaan.',
    },
    changes: {
      question: 'Wat veranderde er terwijl ik weg was?',
      answer:
        'Alles sinds uw vorige blik, nieuwste eerst. In de tabel krijgt een gewijzigd cijfer een streep ervoor. Met “Gezien” begint de lijst opnieuw.',
    },
    take: {
      question: 'Kan ik dit meenemen naar een overleg?',
      answer:
        'Ja: op papier in A4, of per tabel als bestand voor een rekenblad. Op elke afdruk en in elke regel staat van welk moment de stand is, want een afdruk veroudert.',
    },
    live: {
      question: 'Hoe weet ik dat dit nu klopt?',
      answer:
        'Hier staat hoe oud de stand is. Valt de verbinding weg, dan zegt het scherm dat groot en met sinds wanneer; daarna verbindt het vanzelf opnieuw.',
    },
    log: {
      question: 'Waarom ging die patiënt daarheen?',
      answer:
        'Elk besluit staat hier met het advies van toen. Open er een: de rangorde wordt opnieuw berekend met wat men op die seconde wist. Wie afweek, gaf een reden.',
    },
    chairRules: {
      question: 'Wie bepaalt de rangorde?',
      answer:
        'Deze regels, met bij elke regel of het bewijs is of een voorstel. Voorstellen moeten medisch managers nog goedkeuren. Het programma adviseert, mensen besluiten.',
    },
    cases: {
      question: 'Waar begin ik met een patiënt?',
      answer:
        'Hier staan uw zaken. Met de letter n opent u een nieuwe, met de schuine streep kiest u de plek. Alles kan met het toetsenbord; het vraagteken toont alle toetsen. In de demo lopen er steeds zaken mee, zodat u kunt oefenen zonder iets kapot te maken.',
    },
    desk: {
      question: 'Waarom staat dit ziekenhuis bovenaan?',
      answer:
        'De som is het antwoord: rijden plus minuten erbij, per regel uitgelegd. Elke bevinding die u invoert verandert de volgorde meteen, en er staat bij waardoor. Niets begint op “nee”: wat u niet weet blijft onbekend en telt ook zo. Na uw keuze houdt Spoedkaart de traumakamer vast en waarschuwt het ziekenhuis. Kiest u een ander dan het advies, dan mag dat altijd; de reden kan ook later.',
    },
    dispatchMap: {
      question: 'Hoe staat het in de rest van het land?',
      answer:
        'De kaart en de lijst zeggen hetzelfde: status, vrije traumakamers en IC-bedden, met hun leeftijd. Kiezen in de ene kiest ook in de andere. Onbekend is een gestreept rondje en niet leeg.',
    },
    dispatchLog: {
      question: 'Kan iemand later nog zien wat ik wist?',
      answer:
        'Ja. Elk besluit van uw meldkamer staat hier, met de stand en het advies van die seconde. Een reden om af te wijken kunt u ook achteraf geven, als het weer rustig is.',
    },
    rules: {
      question: 'Waarop rust het advies?',
      answer:
        'Op deze regels. Bij elke regel staat of het bewijs is of een voorstel dat nog goedkeuring nodig heeft. Spoedkaart is geen gecertificeerd medisch hulpmiddel: mensen besluiten.',
    },
    hospitalAnswer: {
      question: 'Klopt wat anderen van ons zien?',
      answer:
        'Deze pagina toont uw ziekenhuis zoals meldkamer en regio het zien. Klopt er iets niet, dan verbetert u het hier in een of twee tikken, en binnen een seconde ziet iedereen het.',
    },
    hospitalDesk: {
      question: 'Wie komt eraan, en wat geef ik door?',
      answer:
        'Een patiënt die onderweg is staat boven alles, met de verwachte aankomst en wat er bekend is. Daaronder bevestigt u uw stand of wijzigt u een bed. Een tik kunt u tien seconden lang ongedaan maken; er wordt dus niet eerst om bevestiging gevraagd. Een stop heeft altijd een einde en loopt vanzelf af. Na dat einde is de status onbekend, niet open: meld dus dat u weer open bent. Valt de verbinding weg, dan blijft wat u invoert op dit apparaat staan en gaat het later alsnog door.',
    },
    hospitalMap: {
      question: 'Hoe staan de buren ervoor?',
      answer:
        'Op de kaart en in de lijst ziet u elk ziekenhuis, met de leeftijd van elk cijfer. Een ziekenhuis dat stil is, wordt grijs met een klokje: die cijfers tellen minder zwaar.',
    },
    hospitalLog: {
      question: 'Waarom kwam deze patiënt bij ons?',
      answer:
        'Hier staan de besluiten over patiënten die aan u zijn toegewezen, met het advies en de reden. U ziet wat men op dat moment van uw ziekenhuis wist.',
    },
    setup: {
      question: 'Waar begin ik op de eerste dag?',
      answer:
        'Met deze vijf stappen: regio, ziekenhuizen, mensen, koppelingen en wie nog stil is. Een stap is klaar als het zo is, niet als u hem afvinkt. U kunt stoppen en later verdergaan; ook een collega kan dat. Bij elk ziekenhuis ziet u hoe zeker de gegevens zijn en waar ze vandaan komen.',
    },
    accounts: {
      question: 'Wie mag hier wat?',
      answer:
        'Elk account heeft één rol en spreekt voor een regio, een meldkamer of een ziekenhuis. Wie een wachtwoord kwijt is, krijgt een nieuwe link. Sluit een account in plaats van het te delen: in het logboek staat dan nog wie wat deed.',
    },
    keys: {
      question: 'Hoe sluit ik een ziekenhuissysteem aan?',
      answer:
        'Met een sleutel die alleen voor dat ziekenhuis geldt, alleen nu te zien is en vanzelf verloopt. U ziet wanneer hij voor het laatst is gebruikt, en intrekken werkt meteen.',
    },
    adminMap: {
      question: 'Zie ik als beheerder patiënten?',
      answer:
        'Nee. U ziet de capaciteit van het land zoals iedereen, met de leeftijd van elk cijfer. Zaken en besluiten zijn voor meldkamer, ziekenhuis en voorzitter. Namen van patiënten staan nergens.',
    },
    adminRules: {
      question: 'Wat moet er nog worden goedgekeurd?',
      answer:
        'Bij elke regel staat of het bewijs is of een voorstel. Een regio die hiermee werkt, laat haar medisch managers de voorstellen vaststellen. Wat gold, blijft bij elk besluit bewaard.',
    },
    mapAnswer: {
      question: 'Waar knelt het in Nederland?',
      answer:
        'De zin bovenaan zegt het, gemaakt uit wat de ziekenhuizen doorgeven. Daaronder staat wat er vrij is, van hoeveel ziekenhuizen dat bekend is en hoe oud het oudste cijfer is. Zo weet u ook wat de zin niet weet.',
    },
    list: {
      question: 'Hoe vind ik één ziekenhuis?',
      answer:
        'Zoek op naam, plaats of regio, of druk op de schuine streep. Met de pijltjes loopt u door de lijst; kaart en lijst kiezen samen. Sorteren kan op elke kolom, en de knoppen bovenaan houden alleen een status over.',
    },
    figures: {
      question: 'Wat betekenen de tekens en getallen?',
      answer:
        'Een schijf is open, een halve schijf dreigend, een vierkant een stop, een gestreept rondje onbekend. De vorm zegt het ook zonder kleur. Bij getallen staat eerst vrij, dan bemand. Een streepje is onbekend, nooit nul.',
    },
    viewerTake: {
      question: 'Mag ik de cijfers gebruiken?',
      answer:
        'U kunt elke tabel meenemen voor een rekenblad. In elke regel staat het moment van de stand. Wie op weg is en waarom ziet u niet: dat is voor wie ermee werkt.',
    },
  },
};
