import createClient from "openapi-fetch";
import type { paths } from "./generated/parley";

// The second type says which of the media types of an address are meant.
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: process.env.SITE });

async function main() {
  const events: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await api.GET("/v1/events", { params: { query: { limit: 2, sort: ["date"], cursor } } });
    events.push(...data!.data.map((event) => event.id ?? ""));
    cursor = data!.meta.next_cursor ?? undefined;
  } while (cursor);
  const day = await api.GET("/v1/events/{date}.json", { params: { path: { date: "2031-04-12" } } });
  const event = await api.GET("/v1/events/{identifier}", { params: { path: { identifier: events[0] } } });
  const missing = await api.GET("/v1/events/{identifier}", { params: { path: { identifier: "nothing-here" } } });
  console.log(JSON.stringify({
    events,
    day: day.data!.data.map((one) => one.title),
    says: event.data!.claims![0].accounts![0].says,
    error: missing.error!.title,
  }));
}
main();
