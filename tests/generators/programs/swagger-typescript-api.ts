import { Api } from "./generated/parley";

const { v1 } = new Api({ baseUrl: process.env.SITE });

async function main() {
  const events: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await v1.listEvents({ limit: 2, sort: ["date"], cursor });
    events.push(...data.data.map((event) => event.id ?? ""));
    cursor = data.meta.next_cursor ?? undefined;
  } while (cursor);
  const day = await v1.listEventsOfDay("2031-04-12");
  const event = await v1.getEvent(events[0]);
  const missing = await v1.getEvent("nothing-here").catch((problem) => problem);
  console.log(JSON.stringify({
    events,
    day: day.data.data.map((one) => one.title),
    says: event.data.claims![0].accounts![0].says,
    error: missing.error.title,
  }));
}
main();
