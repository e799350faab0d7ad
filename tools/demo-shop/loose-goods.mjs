/**
 * What the demo shop sells by weight, by the litre or by the piece without a barcode. Invented by us, as are the PLUs:
 * 1xx fruit, 2xx vegetables, 3xx loose goods, 4xx by the litre, 5xx bakery.
 */

/** PLU, name, cents of one unit, unit, aisle, VAT rate. */
export const LOOSE_GOODS = [
  [101, 'Bananes', 199, 'kg'], [102, 'Pommes Golden', 249, 'kg'], [103, 'Pommes Gala', 269, 'kg'], [104, 'Pommes Pink Lady', 349, 'kg'],
  [105, 'Poires Conférence', 299, 'kg'], [106, 'Oranges à jus', 189, 'kg'], [107, 'Oranges de table', 259, 'kg'], [108, 'Clémentines de Corse', 369, 'kg'],
  [109, 'Citrons jaunes', 279, 'kg'], [110, 'Citron vert', 49, 'pièce'], [111, 'Pamplemousse rose', 99, 'pièce'], [112, 'Raisin blanc Italia', 399, 'kg'],
  [113, 'Raisin noir Muscat', 449, 'kg'], [114, 'Kiwi', 39, 'pièce'], [115, 'Ananas', 249, 'pièce'], [116, 'Mangue', 199, 'pièce'], [117, 'Avocat', 129, 'pièce'],
  [118, 'Melon charentais', 279, 'pièce'], [119, 'Pastèque', 149, 'kg'], [120, 'Pêches jaunes', 349, 'kg'], [121, 'Nectarines blanches', 369, 'kg'],
  [122, 'Abricots', 399, 'kg'], [123, 'Prunes Reine-Claude', 389, 'kg'], [124, 'Cerises', 799, 'kg'], [125, 'Fraises Gariguette', 1190, 'kg'],
  [126, 'Figues violettes', 799, 'kg'], [127, 'Grenade', 199, 'pièce'], [128, 'Dattes branchées', 690, 'kg'], [129, 'Châtaignes', 590, 'kg'], [130, 'Noix de Grenoble', 790, 'kg'],
  [201, 'Tomates grappe', 299, 'kg'], [202, 'Tomates cœur de bœuf', 449, 'kg'], [203, 'Carottes', 149, 'kg'], [204, 'Pommes de terre Charlotte', 189, 'kg'],
  [205, 'Pommes de terre Bintje', 129, 'kg'], [206, 'Oignons jaunes', 159, 'kg'], [207, 'Oignons rouges', 229, 'kg'], [208, 'Échalotes', 389, 'kg'], [209, 'Ail blanc', 790, 'kg'],
  [210, 'Courgettes', 229, 'kg'], [211, 'Aubergines', 279, 'kg'], [212, 'Poivrons rouges', 349, 'kg'], [213, 'Poivrons verts', 299, 'kg'], [214, 'Concombre', 99, 'pièce'],
  [215, 'Laitue', 119, 'pièce'], [216, 'Batavia', 129, 'pièce'], [217, 'Endives', 299, 'kg'], [218, 'Poireaux', 229, 'kg'], [219, 'Navets', 199, 'kg'], [220, 'Brocoli', 279, 'kg'],
  [221, 'Chou-fleur', 249, 'pièce'], [222, 'Chou vert frisé', 229, 'pièce'], [223, 'Champignons de Paris', 449, 'kg'], [224, 'Haricots verts', 499, 'kg'],
  [225, 'Épinards', 399, 'kg'], [226, 'Betteraves cuites', 249, 'kg'], [227, 'Radis roses, la botte', 149, 'pièce'], [228, 'Persil plat, le bouquet', 119, 'pièce'],
  [229, 'Coriandre, le bouquet', 129, 'pièce'], [230, 'Potimarron', 249, 'kg'], [231, 'Patates douces', 269, 'kg'], [232, 'Gingembre', 690, 'kg'], [233, 'Fenouil', 299, 'kg'],
  [301, 'Amandes décortiquées en vrac', 1690, 'kg'], [302, 'Noisettes décortiquées en vrac', 1790, 'kg'], [303, 'Lentilles vertes en vrac', 390, 'kg'], [304, 'Riz basmati en vrac', 350, 'kg'],
  [305, 'Pois chiches en vrac', 370, 'kg'], [306, 'Olives vertes picholine', 1290, 'kg'], [307, 'Olives noires à la grecque', 1190, 'kg'], [308, 'Semoule fine en vrac', 240, 'kg'],
  [401, 'Huile d’olive en vrac', 1190, 'l'], [402, 'Vinaigre de cidre en vrac', 320, 'l'], [403, 'Lait cru', 140, 'l'],
  [501, 'Baguette tradition', 120, 'pièce'], [502, 'Croissant au beurre', 110, 'pièce'], [503, 'Pain au chocolat', 120, 'pièce'], [504, 'Pain de campagne tranché', 390, 'pièce'],
];

const AISLES = { 1: 'Fruits', 2: 'Légumes', 3: 'Vrac', 4: 'Vrac', 5: 'Boulangerie' };

/** The loose goods as lines of the demo file. */
export function looseGoods() {
  return LOOSE_GOODS.map(([plu, name, cents, unit]) => ({
    gtin: '', plu: String(plu), name, brand: '', cents, vat: '5,5', unit, aisle: AISLES[Math.floor(plu / 100)], age: '', deposit: 0, mealVoucher: true,
  }));
}
