// What Thunderbird's own parser (ical.js) makes of a calendar: each time that something takes place, as seconds since 1970.
import ICAL from "ical.js";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const [since, until] = process.argv.slice(2).map(Number);
const calendar = new ICAL.Component(ICAL.parse(text));
// Only the rules in the file count: nothing is known of any zone beforehand.
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const found = [];
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  if (event.isRecurrenceException()) {
    if (!calendar.getAllSubcomponents("vevent").some((one) => one !== component && one.getFirstPropertyValue("uid") === event.uid && !one.hasProperty("recurrence-id"))) tell(event.uid, event.startDate, event.endDate, event.summary);
    continue;
  }
  if (!event.isRecurring()) { tell(event.uid, event.startDate, event.endDate, event.summary); continue; }
  const times = event.iterator();
  for (let next = times.next(); next && next.toUnixTime() < until + 9e6; next = times.next()) {
    const one = event.getOccurrenceDetails(next);
    tell(event.uid, one.startDate, one.endDate, one.item.summary);
  }
}
function tell(uid, begins, ends, summary) {
  const at = begins.toUnixTime();
  if (at >= since && at < until) found.push([uid, at, ends.toUnixTime(), summary]);
}
process.stdout.write(JSON.stringify(found));
