"""Tables and charts: blocks that show figures."""

from typing import Any

from liaison.sandbox.jsons import Json, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.rich import cell, raw_cell, table_columns, table_length, table_rows
from liaison.sandbox.rules.shapes import (
    Check,
    Fault,
    Place,
    by_type,
    integer,
    listing,
    number,
    shape,
    string,
    unique,
)

_BLOCK_ID = {"block_id": string(limits.ID)}
_label = string(limits.CHART_LABEL)


def _table_size(value: Json, place: Place) -> list[Fault]:
    if table_length(value) > limits.TABLE_CHARACTERS:
        return place.fault(f"must be less than {limits.TABLE_CHARACTERS + 1} characters in all cells")
    return []


table = shape({"rows": table_rows}, {**_BLOCK_ID, "column_settings": table_columns}, _table_size)


def _data_rows(value: Any, place: Place) -> list[Fault]:
    """A header of plain cells and the rows below it, all as long as the header."""
    least, most = limits.DATA_TABLE_ROWS
    faults = listing(listing(cell, limits.TABLE_COLUMNS), most, least)(value, place)
    if faults:
        return faults
    for m, each in enumerate(value[0]):
        faults = [*faults, *raw_cell(each, place.into(0, m))]
    for n, row in enumerate(value):
        if len(row) != len(value[0]):
            faults = [*faults, *place.into(n).fault("must have as many cells as the header")]
    return faults


def _row_header(value: Json, place: Place) -> list[Fault]:
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        return place.into("row_header_column_index").fault("there is no such column")
    return []


data_table = shape(
    {"rows": _data_rows, "caption": string(limits.TEXT)},
    {
        **_BLOCK_ID,
        "page_size": integer(1, limits.DATA_TABLE_PAGE),
        "row_header_column_index": integer(0, limits.TABLE_COLUMNS - 1),
    },
    _table_size,
    _row_header,
)


def _positive(value: Any, place: Place) -> list[Fault]:
    return number(value, place) or ([] if value > 0 else place.fault("must be greater than 0"))


_segment = shape({"label": _label, "value": _positive}, typed=False)
_point = shape({"label": _label, "value": number}, typed=False)
_series = shape({"name": _label, "data": listing(_point, limits.CHART_CATEGORIES)}, typed=False)
_axis = shape(
    {"categories": listing(_label, limits.CHART_CATEGORIES)},
    {"x_label": string(limits.CHART_AXIS), "y_label": string(limits.CHART_AXIS)},
    typed=False,
)


def _series_fit(value: Json, place: Place) -> list[Fault]:
    """Each series has its own name, and one point for each category."""
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    faults = unique(names, "the name", lambda n: place.into("series", n, "name"))
    faults += unique(categories, "the category", lambda n: place.into("axis_config", "categories", n))
    for n, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            faults += place.into("series", n, "data").fault("must have one point for each category")
    return faults


_plotted = shape(
    {"series": listing(_series, limits.CHART_SERIES), "axis_config": _axis},
    None,
    _series_fit,
)
_CHARTS: dict[str, Check] = {
    "pie": shape({"segments": listing(_segment, limits.CHART_SERIES)}),
    **dict.fromkeys(("bar", "area", "line"), _plotted),
}
data_visualization = shape(
    {"title": string(limits.CHART_TITLE), "chart": by_type(lambda: _CHARTS)}, _BLOCK_ID
)


def chart_lines(chart: object) -> list[str]:
    """A chart as words: each segment, or each series with its points."""
    node = as_object(chart)
    if node.get("type") == "pie":
        return [f"{each['label']}: {each['value']}" for each in node["segments"]]
    return [
        f"{series['name']}: " + ", ".join(f"{each['label']} {each['value']}" for each in series["data"])
        for series in node["series"]
    ]
