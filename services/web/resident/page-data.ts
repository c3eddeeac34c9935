/** What the server wrote into the page for the chat. */
export interface PageData {
  readonly place: string;
  readonly districts: readonly string[];
  readonly longestQuestion: number;
  /** Inside somebody else's page: links then open beside it. */
  readonly embedded: boolean;
  readonly needs: readonly {
    readonly id: string;
    readonly label: string;
    readonly icon: string;
    readonly questions: readonly string[];
  }[];
}

export function readPageData(): PageData {
  const text = document.getElementById('chat-data')?.textContent ?? '';
  return JSON.parse(text) as PageData;
}
