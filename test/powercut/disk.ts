/**
 * A disk that can lose its power: what is known to be on it, and what may or may not be.
 *
 * A file is its durable bytes and the operations since its last sync; the tree is its durable names and the changes of
 * names since. A sync makes a file's bytes durable and its name with them; the sync of a folder makes the names in it
 * durable. At a cut, names are kept up to some point (a file system's log keeps its order); the bytes of every file are
 * dropped, kept, or any part of them, torn at sectors of 512 bytes and in any order.
 *
 * Kinder than the truth in one thing only: a drive that lies about its syncs is not modelled.
 */
import { assert } from '#base/assert.ts';
import type { FileOperation } from './trace.ts';

const SECTOR_BYTES = 512;

/** What happens to everything that was not synced. */
export type Loss = 'dropped' | 'kept' | 'torn';

/** Path → bytes; a folder is null. */
export type Image = ReadonlyMap<string, Uint8Array | null>;

/** Decides one question of chance: true with the given share (0 to 1). */
export type Dice = (share: number) => boolean;

type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'size'; readonly size: number };

interface FileNode {
  readonly kind: 'file';
  durable: Uint8Array;
  pending: Change[];
}

interface FolderNode {
  readonly kind: 'folder';
}

type Node = FileNode | FolderNode;
type NameChange = { readonly path: string; readonly node: Node | null; readonly group: number };

export class Disk {
  /** Names as programs see them now. */
  readonly #names = new Map<string, Node>();
  readonly #durableNames = new Map<string, Node>();
  #pendingNames: NameChange[] = [];
  #group = 0;

  /** A disk that holds what `image` holds, all of it durable. */
  constructor(image: Image) {
    for (const [path, bytes] of image) {
      const node: Node = bytes === null ? { kind: 'folder' } : { kind: 'file', durable: bytes, pending: [] };
      this.#names.set(path, node);
      this.#durableNames.set(path, node);
    }
  }

  apply(operation: FileOperation): void {
    switch (operation.kind) {
      case 'open':
        return this.#open(operation);
      case 'write':
        this.#file(operation.path)?.pending.push({ kind: 'write', offset: operation.offset, bytes: operation.bytes });
        return;
      case 'truncate':
        this.#file(operation.path)?.pending.push({ kind: 'size', size: operation.size });
        return;
      case 'sync':
        return this.#sync(operation.path);
      case 'mkdir':
        return this.#rename([[operation.path, { kind: 'folder' }]]);
      case 'unlink':
        return this.#rename([[operation.path, null]]);
      case 'link':
        return this.#rename([[operation.to, this.#known(operation.path)]]);
      case 'rename': {
        const moved = [...this.#names].filter(
          ([path]) => path === operation.path || path.startsWith(`${operation.path}/`),
        );
        return this.#rename(
          moved.flatMap(([path, node]): [string, Node | null][] => [
            [path, null],
            [operation.to + path.slice(operation.path.length), node],
          ]),
        );
      }
    }
  }

  /** The disk as it may look after the power went. */
  cut(loss: Loss, dice: Dice): Image {
    const names = new Map(this.#durableNames);
    let keptGroup = -1;
    for (const change of this.#pendingNames) {
      if (change.group !== keptGroup) {
        if (loss === 'dropped' || (loss === 'torn' && !dice(0.8))) break;
        keptGroup = change.group;
      }
      setName(names, change);
    }
    const image = new Map<string, Uint8Array | null>();
    for (const [path, node] of names) {
      if (node.kind === 'folder') image.set(path, null);
      else image.set(path, bytesAfter(node, loss, dice));
    }
    return image;
  }

  #open(operation: Extract<FileOperation, { kind: 'open' }>): void {
    const known = this.#names.get(operation.path);
    if (known === undefined) {
      const made: Node = operation.folder
        ? { kind: 'folder' }
        : { kind: 'file', durable: new Uint8Array(0), pending: [] };
      this.#rename([[operation.path, made]]);
    } else if (operation.fresh && known.kind === 'file') {
      known.pending.push({ kind: 'size', size: 0 });
    }
  }

  #sync(path: string): void {
    const node = this.#names.get(path);
    if (node?.kind === 'folder') return this.#settle((change) => folderOf(change.path) === path);
    // A file that was unlinked or renamed over may still be synced through its descriptor: no name, no effect.
    if (node === undefined) return;
    node.durable = bytesAfter(node, 'kept', () => true);
    node.pending = [];
    this.#settle((change) => change.node === node);
  }

  /** Makes some pending changes of names durable, and with a change everything of the same act. */
  #settle(chosen: (change: NameChange) => boolean): void {
    const groups = new Set(this.#pendingNames.filter(chosen).map((change) => change.group));
    const kept: NameChange[] = [];
    for (const change of this.#pendingNames) {
      if (groups.has(change.group)) setName(this.#durableNames, change);
      else kept.push(change);
    }
    this.#pendingNames = kept;
  }

  #rename(changes: readonly (readonly [string, Node | null])[]): void {
    this.#group += 1;
    for (const [path, node] of changes) {
      const change = { path, node, group: this.#group };
      setName(this.#names, change);
      this.#pendingNames.push(change);
    }
  }

  #known(path: string): Node {
    const node = this.#names.get(path);
    assert(node !== undefined, `the trace names ${path}, which was never made`);
    return node;
  }

  /** Undefined for a file that lost its name while open: what happens to it then leaves no trace on a disk. */
  #file(path: string): FileNode | undefined {
    const node = this.#names.get(path);
    assert(node?.kind !== 'folder', `${path} is a folder`);
    return node;
  }
}

function setName(names: Map<string, Node>, change: NameChange): void {
  if (change.node === null) names.delete(change.path);
  else names.set(change.path, change.node);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function bytesAfter(file: FileNode, loss: Loss, dice: Dice): Uint8Array {
  if (file.pending.length === 0 || loss === 'dropped') return file.durable;
  let capacity = file.durable.length;
  for (const change of file.pending)
    if (change.kind === 'write') capacity = Math.max(capacity, change.offset + change.bytes.length);
  let bytes = new Uint8Array(capacity);
  bytes.set(file.durable);
  let size = file.durable.length;
  const grow = (to: number): void => {
    if (to <= bytes.length) return;
    const larger = new Uint8Array(to);
    larger.set(bytes);
    bytes = larger;
  };
  for (const change of file.pending) {
    const fate = loss === 'kept' || dice(0.4) ? 'whole' : dice(0.5) ? 'torn' : 'lost';
    if (fate === 'lost') continue;
    if (change.kind === 'size') {
      if (change.size < size) bytes.fill(0, change.size, size);
      grow(change.size);
      size = change.size;
      continue;
    }
    const end = change.offset + change.bytes.length;
    for (let from = 0; from < change.bytes.length;) {
      // Sectors lie where the disk has them, not where the write begins.
      const to = Math.min(
        change.bytes.length,
        SECTOR_BYTES * (Math.floor((change.offset + from) / SECTOR_BYTES) + 1) - change.offset,
      );
      if (fate === 'whole' || dice(0.5)) {
        bytes.set(change.bytes.subarray(from, to), change.offset + from);
        size = Math.max(size, change.offset + to);
      } else if (dice(0.5)) {
        // The file has grown, the bytes have not come: zeros.
        size = Math.max(size, Math.min(end, change.offset + to));
      }
      from = to;
    }
  }
  return bytes.slice(0, size);
}
