{%- set figures = [
    ('published_value', 'current_value'), ('current_value', 'published_value'),
    ('published_target_value', 'current_target_value'),
    ('current_target_value', 'published_target_value'),
] -%}

with restatements as (
    select * from {{ ref('int_restatements') }}
),

measures as (
    select
        measures.measure_id,
        measures.name,
        units.prefix,
        units.suffix
    from {{ ref('stg_reference__measures') }} as measures
    left join {{ ref('stg_reference__units') }} as units
        on measures.unit = units.unit
),

periods as (
    select
        period_id,
        label
    from {{ ref('int_periods') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

rag_statuses as (
    select
        rag_status,
        lower(name) as colour
    from {{ ref('stg_reference__rag_statuses') }}
),

worded as (
    select
        restatements.*,
        measures.name || ', ' || periods.label || ', published on '
        || {{ long_date('published_on_date', 'months.month_name') }} as beginning,
        {% for column, other in figures -%}
        -- Two figures that would read the same are written out in full.
        coalesce({{ with_unit(
            'case when ' ~ format_short(column) ~ ' = ' ~ format_short(other)
            ~ ' then ' ~ format_unsigned(column, 9)
            ~ ' else ' ~ format_short(column) ~ ' end',
            column, 'measures.prefix', 'measures.suffix'
        ) }}, 'none') as {{ column }}_text,
        {% endfor -%}
        coalesce(published.colour, 'none') as published_colour,
        coalesce(present.colour, 'none') as current_colour
    from restatements
    inner join measures
        on restatements.measure_id = measures.measure_id
    inner join periods
        on restatements.period_id = periods.period_id
    inner join months
        on restatements.published_on_date = months.date_day
    left join rag_statuses as published
        on restatements.published_rag_status = published.rag_status
    left join rag_statuses as present
        on restatements.current_rag_status = present.rag_status
),

final as (
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        period_id,
        beginning
        || case
            when not is_value_restated then ''
            else
                '; figure: shown as ' || published_value_text || ', now '
                || current_value_text
        end
        || case
            when not is_target_restated then ''
            else
                '; target: shown as ' || published_target_value_text || ', now '
                || current_target_value_text
        end
        || case
            when not is_status_restated then ''
            else
                '; status: shown as ' || published_colour || ', now '
                || current_colour
        end
        || '. ' || reason
        || coalesce(' ' || {{ rule_tail(
            'current_rag_profile_id', 'current_rule_version'
        ) }}, '') as explanation
    from worded
)

select * from final
