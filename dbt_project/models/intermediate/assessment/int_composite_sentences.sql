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

-- Every part is named, the uncoloured ones too.
parts_named as (
    select
        composite_parts.composite_id as measure_id,
        composite_parts.organisation_unit_id,
        composite_parts.period_id,
        {{ dbt.listagg(
            "measures.name || ' is ' || case composite_parts.rag_status "
            ~ "when 'none' then 'not judged (' || rag_reasons.label || ')' "
            ~ "else composite_parts.rag_status end",
            "'; '",
            "order by measures.sort_order, measures.measure_id"
        ) }} as parts
    from composite_parts
    inner join measures
        on composite_parts.measure_id = measures.measure_id
    left join rag_reasons
        on composite_parts.rag_reason = rag_reasons.rag_reason
    group by 1, 2, 3
),

final as (
    select
        composite_statuses.measure_id,
        composite_statuses.organisation_unit_id,
        composite_statuses.period_id,
        case
            when composite_statuses.value is null then 'Its parts: '
            else
                {{ format_unsigned('composite_statuses.value', 0) }} || ' of '
                || {{ format_unsigned('composite_statuses.denominator', 0) }}
                || ' parts met ' || periods.in_period || '; the worst part decides: '
        end || parts_named.parts || '.' as sentence
    from composite_statuses
    inner join parts_named using (measure_id, organisation_unit_id, period_id)
    inner join periods
        on composite_statuses.period_id = periods.period_id
)

select * from final
