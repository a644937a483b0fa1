{#- A line of a control chart: mean ± limit_factor * average moving range, as far out as `sigmas` of
    the limit's own sigmas. In one division, so that it is rounded once: rounding the mean and the
    average first would move the ninth decimal, where two tools are compared. Reads the relations
    `totals` and `profiles`. -#}
{% macro control_limit(sign, sigmas) -%}
    {{ divide(
        "1000 * profiles.limit_sigmas * totals.kept_count * totals.value_total " ~ sign
        ~ " cast(profiles.limit_factor * 1000 as integer) * profiles." ~ sigmas
        ~ " * totals.point_count * totals.kept_total",
        "1000 * profiles.limit_sigmas * totals.kept_count * totals.point_count"
    ) }}
{%- endmacro %}
