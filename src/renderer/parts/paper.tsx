/**
 * A receipt as it will look on paper, from the same neutral document that the printer gets.
 */
import { encode } from 'uqr';
import type { ReceiptBlock, ReceiptDocument } from '#domain/receipt/receipt.ts';
import styles from './paper.module.css';

export function Paper({ document }: { readonly document: ReceiptDocument }) {
  return (
    <article
      className={styles['paper']}
      lang={document.language}
      dir={document.language === 'ar' ? 'rtl' : 'ltr'}
      data-paper
    >
      {document.banner !== undefined && <div className={styles['banner']}>{document.banner}</div>}
      {/* Blocks have no identity of their own and never move: their place is their key. */}
      {document.blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </article>
  );
}

function Block({ block }: { readonly block: ReceiptBlock }) {
  switch (block.kind) {
    case 'text':
      return (
        <div
          className={styles['text']}
          data-align={block.align ?? 'start'}
          data-bold={block.bold}
          data-size={block.size}
        >
          {block.text}
        </div>
      );
    case 'pair':
      return (
        <div className={styles['pair']} data-bold={block.bold} data-size={block.size}>
          <span>
            <bdi>{block.start}</bdi>
          </span>
          <span className={styles['end']}>
            <bdi>{block.end}</bdi>
          </span>
        </div>
      );
    case 'cells':
      return (
        <div className={styles['cells']} data-bold={block.bold}>
          {block.cells.map((cell, index) => (
            <span
              key={index}
              data-eighths={cell.eighths}
              data-align={cell.align ?? (index === block.cells.length - 1 ? 'end' : 'start')}
            >
              <bdi>{cell.text}</bdi>
            </span>
          ))}
        </div>
      );
    case 'rule':
      return <hr className={styles['rule']} />;
    case 'space':
      return <div className={styles['space']} />;
    case 'qr':
      return <Qr data={block.data} />;
    case 'barcode':
      return (
        <div className={styles['code']}>
          <span className={styles['code-name']}>{block.symbology}</span> <bdi>{block.data}</bdi>
        </div>
      );
  }
}

function Qr({ data }: { readonly data: string }) {
  const { size, data: rows } = encode(data, { border: 0 });
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={styles['qr']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={data}>
      <path d={dark.join('')} />
    </svg>
  );
}
