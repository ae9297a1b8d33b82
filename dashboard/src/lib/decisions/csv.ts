/** Fetches the log as CSV, all of it that fits the filter, and hands it to the browser as a file. */
import { API_PREFIX } from '#lib/api/client.ts';

/** False when it could not be had. */
export async function downloadCsv(query: string): Promise<boolean> {
  try {
    const response = await fetch(`${API_PREFIX}/decisions?${query}`, {
      headers: { Accept: 'text/csv' },
      credentials: 'same-origin',
    });
    if (!response.ok) return false;
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = address;
    link.download = 'decisions.csv';
    link.click();
    URL.revokeObjectURL(address);
    return true;
  } catch {
    return false;
  }
}
