"""Uses the client that openapi-python-client writes."""

import json
import os

from parley_client import Client
from parley_client.api.events import get_event, list_events, list_events_of_day
from parley_client.models import EventSortItem
from parley_client.types import UNSET

client = Client(base_url=os.environ["SITE"])
events, cursor = [], UNSET
while True:
    page = list_events.sync(client=client, limit=2, sort=[EventSortItem.DATE], cursor=cursor)
    events += [event.id for event in page.data]
    cursor = page.meta.next_cursor
    if cursor is None:
        break
day = list_events_of_day.sync("2031-04-12", client=client)
event = get_event.sync(events[0], client=client)
missing = get_event.sync("nothing-here", client=client)
says = event.claims[0].accounts[0].says
print(json.dumps({"events": events, "day": [one.title for one in day.data], "says": says, "error": missing.title}))
