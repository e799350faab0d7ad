/** A reporter for node:test that writes one JSON object with the counts of a run, for the sum over all groups. */
export default async function* countReporter(source) {
  for await (const event of source) {
    // The run's own summary has no file; each file's comes before it.
    if (event.type === 'test:summary' && event.data.file === undefined) yield `${JSON.stringify(event.data)}\n`;
  }
}
