"""Uses the client that OpenAPI Generator writes for Python."""

import json
import os

from openapi_client import ApiClient, Configuration, EventsApi
from openapi_client.exceptions import NotFoundException

api = EventsApi(ApiClient(Configuration(host=os.environ["SITE"])))
events, cursor = [], None
while True:
    page = api.list_events(limit=2, sort=["date"], cursor=cursor)
    events += [event.id for event in page.data]
    cursor = page.meta.next_cursor
    if cursor is None:
        break
day = api.list_events_of_day("2031-04-12")
event = api.get_event(events[0])
error = None
try:
    api.get_event("nothing-here")
except NotFoundException as missing:
    error = missing.data.title
says = event.claims[0].accounts[0].says
print(json.dumps({"events": events, "day": [one.title for one in day.data], "says": says, "error": error}))
