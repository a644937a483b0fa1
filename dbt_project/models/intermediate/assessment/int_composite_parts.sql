with single_statuses as (
    select * from {{ ref('int_single_statuses') }}
    where alternative_id is null
),

parts as (
    select
        measure_id,
        parent_measure_id as composite_id
    from {{ ref('stg_reference__measures') }}
    where is_part
),

rag_reasons as (
    select
        rag_reason,
        precedence
    from {{ ref('stg_reference__rag_reasons') }}
),

rag_statuses as (
    select
        rag_status,
        severity
    from {{ ref('stg_reference__rag_statuses') }}
),

final as (
    select
        parts.composite_id,
        single_statuses.measure_id,
        single_statuses.organisation_unit_id,
        single_statuses.period_id,
        single_statuses.rag_status,
        single_statuses.rag_reason,
        rag_statuses.severity,
        rag_reasons.precedence as reason_precedence,
        -- Missing is worse than not judged: losing a red part must turn nothing green.
        -- But nothing is missing of a milestone while its rules allow its silence.
        case
            when
                single_statuses.value_status = 'awaiting_data'
                and single_statuses.ruled_status != 'none'
                then null
            when single_statuses.rag_status = 'none' then missing_data.precedence
        end as missing_data_precedence,
        -- A milestone is all or nothing, and neither until it is due.
        case
            when single_statuses.measure_kind not in ('milestone', 'binary')
                then single_statuses.attainment
            when single_statuses.is_met then 1
            when single_statuses.is_overdue then 0
        end as attainment,
        single_statuses.is_met,
        single_statuses.is_overdue,
        single_statuses.target_version_id is not null as has_target
    from parts
    inner join single_statuses
        on parts.measure_id = single_statuses.measure_id
    inner join rag_statuses
        on single_statuses.rag_status = rag_statuses.rag_status
    left join rag_reasons
        on single_statuses.rag_reason = rag_reasons.rag_reason
    left join rag_reasons as missing_data
        on
            single_statuses.value_status = missing_data.rag_reason
            and single_statuses.value_status in (
                'awaiting_data', 'rejected', 'no_denominator', 'suppressed'
            )
)

select * from final
