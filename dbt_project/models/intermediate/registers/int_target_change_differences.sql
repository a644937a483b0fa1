{%- set figures = ['baseline_value', 'target_lower_value', 'target_upper_value'] -%}
{%- set parts = [
    ('path', 'trajectory_shape'),
    ('method', 'attainment_method'),
    ('baseline', 'baseline_value'),
    ('lower bound', 'target_lower_value'),
    ('upper bound', 'target_upper_value'),
    ('deadline', 'deadline_date'),
] -%}

with changes as (
    select * from {{ ref('int_target_changes') }}
    where change_type != 'set'
),

measures as (
    select
        measures.measure_id,
        units.prefix,
        units.suffix
    from {{ ref('stg_reference__measures') }} as measures
    left join {{ ref('stg_reference__units') }} as units
        on measures.unit = units.unit
),

months as (
    select
        month_number,
        month_name
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

worded as (
    select
        changes.target_version_id,
        {% for side in ['old', 'new'] -%}
        {% for figure in figures -%}
        {{ with_unit(
            format_short('changes.' ~ side ~ '_' ~ figure),
            'changes.' ~ side ~ '_' ~ figure, 'measures.prefix', 'measures.suffix'
        ) }} as {{ side }}_{{ figure }},
        {% endfor -%}
        changes.{{ side }}_trajectory_shape,
        replace(changes.{{ side }}_attainment_method, '_', ' ')
            as {{ side }}_attainment_method,
        {{ long_date(
            'changes.' ~ side ~ '_deadline_date', side ~ '_months.month_name'
        ) }} as {{ side }}_deadline_date
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from changes
    inner join measures
        on changes.measure_id = measures.measure_id
    {% for side in ['old', 'new'] -%}
    left join months as {{ side }}_months
        on
            extract(month from changes.{{ side }}_deadline_date)
            = {{ side }}_months.month_number
    {% endfor %}
),

-- The figure itself is told elsewhere; this is what else is other.
final as (
    select
        target_version_id,
        ''
        {%- for name, column in parts %}
        || case
            when {{ differs('old_' ~ column, 'new_' ~ column) }}
                then
                    ', its {{ name }} from ' || coalesce(old_{{ column }}, 'none')
                    || ' to ' || coalesce(new_{{ column }}, 'none')
            else ''
        end
        {%- endfor %} as difference
    from worded
)

select * from final
