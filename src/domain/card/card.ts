/**
 * Numbers of loyalty cards: one chip, written differently by each reader. Door of the folder.
 *
 * The canonical form is the chip's own number as the chip sends it, in lower-case hex with every leading zero. Four bytes or
 * more are a card; less is a piece of one and is never looked up.
 */

export { chipName, codeName } from './card-name.ts';
export { type CardNotation, cardNumberOf, notationsOf, numbersWritten, type WrittenNumber } from './notation.ts';
export { isRandomCard, isRandomNumber } from './random-number.ts';
export { sameCard } from './same-card.ts';
export { printedCode, readPrintedCode } from './printed-code.ts';
