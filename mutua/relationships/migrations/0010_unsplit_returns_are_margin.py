"""Returns that were entered before they were split are margin; their low and high totals are spread as the likely ones are."""

from decimal import Decimal

from django.db import migrations


def spread_like(likely, total):
    whole = sum(likely, Decimal(0))
    if not whole:
        return [total, *[Decimal(0)] * (len(likely) - 1)]
    parts = [(amount * total / whole).quantize(Decimal("0.01")) for amount in likely]
    largest = max(range(len(parts)), key=lambda quarter: abs(likely[quarter]))
    parts[largest] += total - sum(parts, Decimal(0))
    return parts


def in_text(row):
    return [f"{amount:.2f}" for amount in row]


def split(apps, schema_editor):
    items = apps.get_model("relationships", "RoadmapItem").objects.using(schema_editor.connection.alias).filter(returns={})
    for item in items.iterator(chunk_size=500):
        returns = {}
        if item.return_us:
            rows = {"likely": in_text(item.return_us)}
            for estimate, total in (("low", item.return_low), ("high", item.return_high)):
                if total is not None:
                    rows[estimate] = in_text(spread_like(item.return_us, total))
            returns["us"] = {"margin": rows}
        if item.return_them:
            returns["them"] = {"margin": {"likely": in_text(item.return_them)}}
        if returns:
            items.filter(pk=item.pk).update(returns=returns)


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0009_returns_are_split"),
    ]

    operations = [
        migrations.RunPython(split, migrations.RunPython.noop),
    ]
