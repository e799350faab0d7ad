/**
 * The aisles of the demo shop: which words of a product's name put it where, what such a product costs about, and how
 * it is taxed. The first aisle with a word that fits takes it, so the particular come before the general.
 *
 * Rates are those of France for goods taken home: 5.5 % for food and soft drinks, 10 % for what is eaten at once, 20 %
 * for alcohol, sweets and what is no food. They are a demonstration and no advice.
 */

/** @typedef {{name: string, count: number, words: string, not?: string, cents: [number, number], vat: string, age?: number,
 *    deposit?: number, mealVoucher: boolean}} Aisle */

/** @type {readonly Aisle[]} */
export const AISLES = [
  {
    name: 'Hygiène et entretien', count: 20, cents: [145, 690], vat: '20', mealVoucher: false,
    words: 'dentifrice savon shampoing shampooing deodorant mouchoirs mouchoir desinfectant vaisselle',
    not: 'menthe cristalline fromage',
  },
  {
    name: 'Vins et spiritueux', count: 92, cents: [420, 2890], vat: '20', age: 18, mealVoucher: false,
    words: 'vin vins champagne cremant bordeaux bourgogne beaujolais muscat sauternes armagnac cognac calvados rhum whisky vodka pastis liqueur chateau domaine cotes',
    not: 'vinaigre sauce chocolat baba terrine foie confit confiture gelee jambon saucisson moutarde rillettes pate coq cake glace sorbet raisin raisins ' +
      'fromage camembert boeuf lapin boudin porc canard noix bonbon bonbons cerises figues huile sans creme pain bouchees roti pommes jus eau the infusion ' +
      'cornichons escargots cassoulet daube civet tripes crepes crepe yaourt sel miel saucisse andouille saumon sirop haricots fondue olives poulet lentilles raviolis tarte',
  },
  {
    name: 'Bières et cidres', count: 76, cents: [125, 590], vat: '20', age: 18, deposit: 20, mealVoucher: false,
    words: 'biere bieres cidre ale ipa stout',
    not: 'vinaigre sauce chocolat terrine compote confiture tarte yaourt poires nectar jus sirop sorbet pomme puree farine pain pate creme chips rillettes ' +
      'dessert the fromage boudin saucisse choucroute carbonade gelee sans crepe crepes levure moutarde coulis jambon bonbons eau amande vanille caramel miel ' +
      'galette flan gateau cake canard muesli cassis banane saucisson huile choco delice fruits charlotte gingembre',
  },
  {
    name: 'Boissons', count: 160, cents: [79, 389], vat: '5,5', deposit: 15, mealVoucher: true,
    words: 'jus eau limonade nectar sirop soda cola boisson smoothie tonic orangina schweppes perrier badoit evian volvic vittel contrex',
    not: 'thon sardines sardine ananas maquereaux poulet sauce cornichons boudin viande veau rond roti legumes vie fleur',
  },
  {
    name: 'Cafés, thés et infusions', count: 92, cents: [199, 749], vat: '5,5', mealVoucher: true,
    words: 'cafe the infusion tisane arabica capsules rooibos moulu chicoree',
    not: 'yaourt dessert creme glace eclair chocolat biscuit mousse liegeois caramel bonbon sable cake gateau macarons tarte confiture gelee flan',
  },
  {
    name: 'Confiserie', count: 109, cents: [119, 549], vat: '20', mealVoucher: false,
    words: 'bonbon bonbons nougat caramels guimauve dragees praline pralines pralines reglisse sucettes sucette berlingots calissons chewing ' +
      'confiserie truffes rochers bouchees kinder haribo',
    not: 'creme glace yaourt dessert gateau sel beurre huile foie biscuit noires noire pommes sauce brisures riz tagliatelles ravioli fromage reine crevettes',
  },
  {
    name: 'Chocolats et biscuits', count: 185, cents: [115, 469], vat: '5,5', mealVoucher: true,
    words: 'chocolat biscuit biscuits cookies cookie sables palets madeleines madeleine gaufres gaufrettes galettes barre barres speculoos brownies macarons ' +
      'cake cakes moelleux crepes nutella tartiner brioche boudoirs cigarettes tuiles langues meringues financiers pepites',
    not: 'yaourt dessert glace mousse creme liegeois danette activia yoplait danone surgele frais jambon fromage olives tomate poisson legumes saumon poulet terre riz boeuf canard mais quinoa boudin chevre',
  },
  {
    name: 'Snacking', count: 50, cents: [249, 590], vat: '10', mealVoucher: true,
    words: 'sandwich wrap panini salade sushi maki bagel burger croque taboule',
    not: 'sauce pain pains vinaigrette huile assaisonnement melange mayonnaise fromage mache roquette',
  },
  {
    name: 'Surgelés et glaces', count: 76, cents: [229, 649], vat: '5,5', mealVoucher: true,
    words: 'findus picard glace glaces sorbet sorbets surgele surgeles surgelee surgelees batonnets cones esquimaux frites poelee nuggets',
    not: 'the sucre marrons cafe pate surimi chips terrine',
  },
  {
    name: 'Poissonnerie', count: 92, cents: [189, 1190], vat: '5,5', mealVoucher: true,
    words: 'saumon thon sardines maquereaux truite cabillaud crevettes colin merlu morue anchois surimi hareng moules jacques crabe poisson tarama',
    not: 'huile chat chien olives pizza quiche',
  },
  {
    name: 'Charcuterie', count: 126, cents: [179, 890], vat: '5,5', mealVoucher: true,
    words: 'jambon saucisson saucisse saucisses chorizo lardons rillettes terrine boudin rosette bacon merguez chipolatas andouille coppa mousson knacks knack',
    not: 'pizza quiche chips pates sauce coquillettes crackers biscuits soupe gratin',
  },
  {
    name: 'Viandes et volailles', count: 67, cents: [249, 1290], vat: '5,5', mealVoucher: true,
    words: 'poulet boeuf porc veau canard dinde agneau lapin magret foie confit steak steaks haches hache volaille escalope roti',
    not: 'sauce chips soupe bouillon pizza oignons figues citron cremes sel confiture fond nouilles citrons ail epices',
  },
  {
    name: 'Fromages', count: 118, cents: [145, 690], vat: '5,5', mealVoucher: true,
    words: 'fromage emmental camembert comte roquefort chevre brie mozzarella reblochon raclette tomme cantal bleu feta gruyere munster parmesan ' +
      'parmigiano cheddar ricotta mascarpone coulommiers morbier cheese',
    not: 'pizza quiche sauce chips crackers ravioli raviolis gnocchi tortellini biscuits salade pates gateau blanc tarte cake gratin crepes tomates',
  },
  {
    name: 'Crémerie', count: 160, cents: [99, 459], vat: '5,5', mealVoucher: true,
    words: 'yaourt yaourts lait beurre creme oeufs faisselle skyr flan mousse dessert danette danone yoplait activia liegeois compote blanc ' +
      'panna margarine',
    not: 'sauce soupe coco jambon tomate saumon brioche pain noisettes poulet filets filet vinaigre poivre amande soja epinards champignons legumes marrons boudin haricots cacahuetes palets chocolat',
  },
  {
    name: 'Pains et céréales', count: 92, cents: [99, 429], vat: '5,5', mealVoucher: true,
    words: 'pain pains baguette mie biscottes muesli cereales flocons granola petales corn avoine crackers tartines croutons wasa krisprolls',
    not: 'epices surprise sauce viennois chair hache soupe puree',
  },
  {
    name: 'Épicerie salée', count: 252, cents: [89, 489], vat: '5,5', mealVoucher: true,
    words: 'riz pates spaghetti penne coquillettes tagliatelles farine lentilles haricots pois couscous semoule quinoa boulgour sauce moutarde mayonnaise ketchup ' +
      'vinaigre huile olives cornichons tomates tomate sel poivre soupe veloute bouillon puree chips mais champignons ratatouille cassoulet ravioli epices curry ' +
      'paprika herbes thym pesto tapenade houmous cacahuetes pistaches amandes noix cajou asperges',
    not: 'bonbons sirop lessive',
  },
  {
    name: 'Épicerie sucrée', count: 143, cents: [109, 549], vat: '5,5', mealVoucher: true,
    words: 'confiture miel gelee sucre marmelade pruneaux raisins dattes abricots figues compotes ananas peches levure vanille cassonade caramel coulis fruits cacao',
    not: 'bonbons vinaigre moutarde',
  },
];

/** Words that say the product costs more than its aisle: price in percent of what it would be. */
export const DEARER = { bio: 130, truffe: 180, truffes: 170, foie: 220, caviar: 400, saumon: 140, entier: 115, aop: 120, igp: 112, magnum: 160, champagne: 160, cognac: 180, whisky: 170 };

/** Brands that stand in names: how they look folded, and how they are written. */
export const BRANDS = {
  'carte d or': 'Carte d’Or', 'carte noire': 'Carte Noire', 'bonne maman': 'Bonne Maman', 'saint michel': 'St Michel', 'st michel': 'St Michel',
  'coca cola': 'Coca-Cola', 'jacques vabre': 'Jacques Vabre', 'la laitiere': 'La Laitière', 'mon cheri': 'Mon Chéri', 'old el paso': 'Old El Paso',
  'lu ': 'LU', 'uncle ben': 'Uncle Ben’s', 'la vache qui rit': 'La Vache qui rit', 'petit navire': 'Petit Navire', 'william saurin': 'William Saurin',
  activia: 'Activia', amora: 'Amora', andros: 'Andros', badoit: 'Badoit', barilla: 'Barilla', bjorg: 'Bjorg', bonduelle: 'Bonduelle', brossard: 'Brossard',
  carambar: 'Carambar', caprice: 'Caprice des Dieux', cristaline: 'Cristaline', daddy: 'Daddy', danette: 'Danette', danone: 'Danone', daucy: 'd’aucy',
  delpeyrat: 'Delpeyrat', evian: 'Evian', fanta: 'Fanta', ferrero: 'Ferrero', findus: 'Findus', fleury: 'Fleury Michon', gerble: 'Gerblé', haribo: 'Haribo',
  heineken: 'Heineken', heinz: 'Heinz', herta: 'Herta', hipro: 'HiPRO', kellogg: 'Kellogg’s', kinder: 'Kinder', kiri: 'Kiri', knorr: 'Knorr', kronenbourg: 'Kronenbourg',
  labeyrie: 'Labeyrie', lavazza: 'Lavazza', lesieur: 'Lesieur', lindt: 'Lindt', lipton: 'Lipton', lustucru: 'Lustucru', maggi: 'Maggi', maille: 'Maille', milka: 'Milka',
  mutti: 'Mutti', nesquik: 'Nesquik', nestle: 'Nestlé', nutella: 'Nutella', oasis: 'Oasis', orangina: 'Orangina', oreo: 'Oreo', panzani: 'Panzani', pasquier: 'Pasquier',
  perrier: 'Perrier', picard: 'Picard', poulain: 'Poulain', president: 'Président', pringles: 'Pringles', puget: 'Puget', ricard: 'Ricard', ricore: 'Ricoré', saupiquet: 'Saupiquet',
  schweppes: 'Schweppes', sodebo: 'Sodebo', soignon: 'Soignon', teisseire: 'Teisseire', tropicana: 'Tropicana', vico: 'Vico', vittel: 'Vittel', volvic: 'Volvic', yoplait: 'Yoplait',
};
