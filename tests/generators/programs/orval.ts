import axios, { AxiosError } from "axios";
import { getEvent, listEvents, listEventsOfDay } from "./generated/parley";
import type { Problem } from "./generated/parley";

axios.defaults.baseURL = process.env.SITE;
axios.defaults.paramsSerializer = { indexes: null };

async function main() {
  const events: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await listEvents({ limit: 2, sort: ["date"], cursor });
    events.push(...data.data.map((event) => event.id ?? ""));
    cursor = data.meta.next_cursor ?? undefined;
  } while (cursor);
  const day = await listEventsOfDay("2031-04-12");
  const event = await getEvent(events[0]);
  const missing = await getEvent("nothing-here").catch((error: AxiosError<Problem>) => error.response!.data);
  console.log(JSON.stringify({
    events,
    day: day.data.data.map((one) => one.title),
    says: event.data.claims![0].accounts![0].says,
    error: (missing as Problem).title,
  }));
}
main();
