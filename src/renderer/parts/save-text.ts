const KEPT_MS = 60_000;

/** Hands a text to the browser to be kept as a file. */
export function saveText(file: { readonly name: string; readonly text: string; readonly type: string }): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // A browser that asks where to keep it takes it only then.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
