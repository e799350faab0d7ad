/** Hands a file that the till made to the browser to be kept. */
const KEPT_MS = 60_000;

export function saveFile(file: { readonly name: string; readonly mime: string; readonly bytes: BlobPart }): void {
  const address = URL.createObjectURL(new Blob([file.bytes], { type: file.mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // A browser that asks where to keep it takes it only then.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
