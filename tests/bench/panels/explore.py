from solidarity.explore import Chart, Range, Sentence, Table, explore, line_chart
from solidarity.models.savings import Group, vsla_year


def year(**rules):
    return vsla_year(Group(**rules))


def money(year):
    return line_chart(
        title="Where the group's money is, week by week",
        x_name="week",
        x=[w.week for w in year.weeks],
        lines={
            "paid for shares so far": [w.saved for w in year.weeks],
            "on loan": [w.on_loan for w in year.weeks],
            "in the box": [w.box for w in year.weeks],
        },
        unit="pesos",
        description=f"The box ends with {year.box:,} pesos.",
    )


def words(year):
    return f"Members paid {year.saved:,} pesos for shares, and the box holds {year.box:,} pesos."


def best(year):
    ranked = sorted(year.members, key=lambda m: m.gain, reverse=True)[:6]
    return {
        "member": [m.number for m in ranked],
        "paid for shares (pesos)": [m.saved for m in ranked],
        "gain (pesos)": [round(m.gain) for m in ranked],
    }


explore(
    year,
    seed=Range("Another year, other luck", 1, 1, 50),
    views=[Sentence(words), Chart(money), Table(best, "The members who gain most")],
)
