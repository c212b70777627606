/** What a person has written, as the document shows it. */
export type WrittenBlock = { type: 'paragraph'; text: string } | { type: 'list'; items: string[] } | { type: 'subheading'; text: string };

const subheading = /^##(?:\s+(.*))?$/su;
const listItem = /^-(?:\s+(.*))?$/su;

/**
 * Reads plain text: a blank line begins a new paragraph, a line that begins with "- " is an item of a list, one that begins with "## " a
 * subheading. Everything else is text, so that nothing written is lost and nothing can be written wrong.
 */
export function parseWrittenText(text: string): WrittenBlock[] {
  const blocks: WrittenBlock[] = [];
  /** Lines without a blank one between them are one paragraph. */
  let joins = false;
  for (const line of text.split(/\r\n|\r|\n/u).map((one) => one.trim())) {
    const last = blocks.at(-1);
    const [isHeading, isItem] = [subheading.exec(line), listItem.exec(line)];
    if (isHeading !== null) {
      if (isHeading[1] !== undefined) blocks.push({ type: 'subheading', text: isHeading[1] });
    } else if (isItem !== null) {
      if (isItem[1] === undefined) continue;
      // Items with a blank line between them are one list: people leave air between long ones.
      if (last?.type === 'list') last.items.push(isItem[1]);
      else blocks.push({ type: 'list', items: [isItem[1]] });
    } else if (line !== '') {
      if (joins && last?.type === 'paragraph') last.text += ` ${line}`;
      else blocks.push({ type: 'paragraph', text: line });
    }
    joins = line !== '' && isHeading === null && isItem === null;
  }
  return blocks;
}
