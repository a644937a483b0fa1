with composite_parts as (
    select * from {{ ref('int_composite_parts') }}
),

composite_statuses as (
    select * from {{ ref('int_composite_statuses') }}
),

measures as (
    select
        measure_id,
        name,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

accounts as (
    select * from {{ ref('int_status_accounts') }}
),

periods as (
    select
        period_id,
        preposition || article || label as in_period
    from {{ ref('int_periods') }}
),

rag_reasons as (
    select
        rag_reason,
        label
    from {{ ref('stg_reference__rag_reasons') }}
),

-- Every part is named with its figure, the uncoloured ones too.
parts_worded as (
    select
        composite_parts.composite_id as measure_id,
        composite_parts.organisation_unit_id,
        composite_parts.period_id,
        measures.name || ' is ' || case composite_parts.rag_status
            when 'none' then 'not judged: ' || rag_reasons.label
            else composite_parts.rag_status
        end
        || coalesce(
            ' (' || accounts.figure || case
                when composite_parts.is_overdue and accounts.promise is not null
                    then ', due by ' || accounts.deadline
                else ''
            end || ')', ''
        ) as part,
        measures.sort_order,
        measures.measure_id as part_id
    from composite_parts
    inner join measures
        on composite_parts.measure_id = measures.measure_id
    inner join accounts
        on
            composite_parts.measure_id = accounts.measure_id
            and composite_parts.organisation_unit_id = accounts.organisation_unit_id
            and composite_parts.period_id = accounts.period_id
    left join rag_reasons
        on composite_parts.rag_reason = rag_reasons.rag_reason
),

parts_named as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        {{ dbt.listagg("part", "'; '", "order by sort_order, part_id") }} as parts
    from parts_worded
    group by measure_id, organisation_unit_id, period_id
),

counted as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        {{ format_unsigned('value', 0) }} || ' of '
        || {{ format_unsigned('denominator', 0) }} || ' parts met' as parts_met
    from composite_statuses
),

worded as (
    select
        parts_named.measure_id,
        parts_named.organisation_unit_id,
        parts_named.period_id,
        coalesce(counted.parts_met || ': ', '') || parts_named.parts as figure,
        coalesce(
            counted.parts_met || ' ' || periods.in_period
            || '; the worst part decides: ', 'its parts: '
        ) || parts_named.parts as dated_figure
    from counted
    inner join parts_named using (measure_id, organisation_unit_id, period_id)
    inner join periods
        on counted.period_id = periods.period_id
),

final as (
    select
        *,
        upper(substr(dated_figure, 1, 1)) || substr(dated_figure, 2) || '.' as sentence
    from worded
)

select * from final
