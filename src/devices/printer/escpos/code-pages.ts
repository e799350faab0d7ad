/**
 * Single-byte code pages of receipt printers: what the bytes 80h to FFh mean. The lower half is ASCII everywhere
 * (`ESC R 0` sees to it). Source of the tables: the Unicode consortium's mapping files; holes and controls are U+FFFD.
 */
export type CodePageName =
  'CP1252' | 'CP858' | 'ISO_8859-15' | 'CP850' | 'CP437' | 'CP1250' | 'CP1251' | 'CP1253' | 'CP1254';

const HOLE = '\ufffd';

/** In the order in which they are preferred: French first, then what is rarest to be needed. */
const UPPER_HALVES: Readonly<Record<CodePageName, string>> = {
  CP1252:
    '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ' +
    '\u00a0¡¢£¤¥¦§¨©ª«¬\ufffd®¯°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß' +
    'àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
  CP858:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ' +
    'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\ufffd±‗¾¶§÷¸°¨·¹³²■\u00a0',
  'ISO_8859-15':
    HOLE.repeat(32) +
    '\u00a0¡¢£€¥Š§š©ª«¬\ufffd®¯°±²³Žµ¶·ž¹º»ŒœŸ¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß' +
    'àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
  CP850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ' +
    'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\ufffd±‗¾¶§÷¸°¨·¹³²■\u00a0',
  CP437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
    'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
    '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
    'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  CP1250:
    '€\ufffd‚\ufffd„…†‡\ufffd‰Š‹ŚŤŽŹ\ufffd‘’“”•–—\ufffd™š›śťžź' +
    '\u00a0ˇ˘Ł¤Ą¦§¨©Ş«¬\ufffd®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż' +
    'ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß' +
    'ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  CP1251:
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ' +
    '\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\ufffd®Ї°±Ііґµ¶·ё№є»јЅѕї' +
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ' +
    'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  CP1253:
    '€\ufffd‚ƒ„…†‡\ufffd‰\ufffd‹\ufffd\ufffd\ufffd\ufffd' +
    '\ufffd‘’“”•–—\ufffd™\ufffd›\ufffd\ufffd\ufffd\ufffd' +
    '\u00a0΅Ά£¤¥¦§¨©\ufffd«¬\ufffd®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ' +
    'ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\ufffdΣΤΥΦΧΨΩΪΫάέήί' +
    'ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\ufffd',
  CP1254:
    '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffd\ufffd\ufffd\ufffd‘’“”•–—˜™š›œ\ufffd\ufffdŸ' +
    '\u00a0¡¢£¤¥¦§¨©ª«¬\ufffd®¯°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß' +
    'àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ',
};

export const CODE_PAGE_NAMES = Object.keys(UPPER_HALVES) as readonly CodePageName[];

const bytesOf = new Map<CodePageName, ReadonlyMap<number, number>>();

/** The byte of a code point in a code page, or undefined where the page has no such character. */
export function byteIn(page: CodePageName, codePoint: number): number | undefined {
  if (codePoint < 0x7f) return codePoint >= 0x20 ? codePoint : undefined;
  let table = bytesOf.get(page);
  if (table === undefined) {
    table = tableOf(UPPER_HALVES[page]);
    bytesOf.set(page, table);
  }
  return table.get(codePoint);
}

function tableOf(upperHalf: string): ReadonlyMap<number, number> {
  const table = new Map<number, number>();
  for (let at = 0; at < upperHalf.length; at++) {
    const character = upperHalf.charAt(at);
    if (character !== HOLE) table.set(character.charCodeAt(0), 0x80 + at);
  }
  return table;
}
