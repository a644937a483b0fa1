{#- grain, calendar it is read from, and the expression that names the period -#}
{%- set year = year_label('first_year', 'runs_into_next_year') -%}
{%- set grains = [
    ('day', 'calendar', "cast(date_day as varchar)"),
    ('week', 'calendar', iso_week('date_day')),
    ('month', 'calendar', "left(cast(date_day as varchar), 7)"),
    ('quarter', 'calendar', year ~ " || '-' || quarter"),
    ('quarter', 'fiscal', year ~ " || '-' || quarter"),
    ('half', 'calendar', year ~ " || '-' || half"),
    ('half', 'fiscal', year ~ " || '-' || half"),
    ('term', 'academic', year ~ " || '-' || term"),
    ('year', 'calendar', year),
    ('year', 'fiscal', year),
    ('year', 'academic', year ~ " || '-academic'"),
] -%}

with dates as (
    select * from {{ ref('int_dates') }}
),

final as (
    {% for grain, calendar, period_id in grains %}
    select
        date_day,
        first_year,
        quarter,
        half,
        term,
        runs_into_next_year,
        '{{ grain }}' as grain,
        '{{ calendar }}' as calendar,
        {{ period_id }} as period_id
    from dates
    where calendar = '{{ calendar }}'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
