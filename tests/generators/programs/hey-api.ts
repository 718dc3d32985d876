import { getEvent, listEvents, listEventsOfDay } from "./generated";
import { client } from "./generated/client.gen";

client.setConfig({ baseUrl: process.env.SITE });

async function main() {
  const events: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await listEvents({ query: { limit: 2, sort: ["date"], cursor } });
    events.push(...data!.data.map((event) => event.id ?? ""));
    cursor = data!.meta.next_cursor ?? undefined;
  } while (cursor);
  const day = await listEventsOfDay({ path: { date: "2031-04-12" } });
  const event = await getEvent({ path: { identifier: events[0] } });
  const missing = await getEvent({ path: { identifier: "nothing-here" } });
  console.log(JSON.stringify({
    events,
    day: day.data!.data.map((one) => one.title),
    says: event.data!.claims![0].accounts![0].says,
    error: missing.error!.title,
  }));
}
main();
