// Says whether a clinic is open, by its hours and the time in Seoul. Without scripts the hours stand alone.

const ZONE = "Asia/Seoul";
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MINUTE = 60_000;

const clock = new Intl.DateTimeFormat("en-US", {
  timeZone: ZONE, hourCycle: "h23", weekday: "short",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});

function nowInSeoul() {
  const parts = Object.fromEntries(clock.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: WEEKDAYS.indexOf(parts.weekday),
    time: `${parts.hour}:${parts.minute}`,
  };
}

// The words for a moment; "" where nothing is stated about that day.
function words(texts, hours, { day, weekday, time }) {
  if (!(day in hours.special) && hours.holidays.includes(day)) return texts.holiday;
  const spans = hours.special[day] ?? hours.weekly[weekday];
  if (!spans) return "";
  const current = spans.find(([start, end]) => start <= time && time < end);
  if (current) return texts.open.replace("{time}", current[1]);
  const next = spans.find(([start]) => time < start);
  return next ? texts.opens.replace("{time}", next[0]) : texts.closed;
}

for (const line of document.querySelectorAll("[data-hours]")) {
  const hours = JSON.parse(line.dataset.hours);
  const show = () => {
    line.textContent = words(line.dataset, hours, nowInSeoul());
    line.hidden = !line.textContent;
  };
  show();
  setInterval(show, MINUTE);
}
