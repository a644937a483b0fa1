with judgements as (
    select * from {{ ref('int_judgements') }}
),

rag_reasons as (
    select
        rag_reason,
        precedence
    from {{ ref('stg_reference__rag_reasons') }}
),

-- Each reason is asked of each period: does it hold?
held as (
    select
        judgements.measure_id,
        judgements.organisation_unit_id,
        judgements.period_id,
        judgements.alternative_id,
        rag_reasons.rag_reason,
        rag_reasons.precedence,
        case rag_reasons.rag_reason
            when 'not_due' then not judgements.is_complete
            -- A milestone's own rules say what silence means.
            when 'awaiting_data'
                then
                    judgements.value_status = 'awaiting_data'
                    and (
                        judgements.milestone_state is null
                        or judgements.ruled_status = 'none'
                    )
            when 'not_started'
                then
                    judgements.is_before_first_target
                    or coalesce(judgements.attainment_reason = 'not_started', false)
            when 'no_target'
                then
                    not judgements.is_before_first_target
                    and case
                        when judgements.milestone_state is not null
                            then judgements.deadline_date is null
                        else
                            judgements.target_value is null
                            and judgements.target_lower_value is null
                    end
            when 'no_baseline'
                then
                    coalesce(judgements.attainment_reason = 'no_baseline', false)
            when 'target_is_zero'
                then
                    judgements.ruled_status is null
                    and (
                        coalesce(judgements.expected_value = 0, false)
                        or (
                            judgements.variance is not null
                            and judgements.variance_pct is null
                        )
                    )
            when 'insufficient_data' then judgements.ruled_status is null
            else judgements.value_status = rag_reasons.rag_reason
        end as is_held
    from judgements
    cross join rag_reasons
),

ranked as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        alternative_id,
        rag_reason,
        row_number() over (
            partition by
                measure_id, organisation_unit_id, period_id, alternative_id
            order by precedence
        ) as reason_rank
    from held
    where is_held
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        alternative_id,
        rag_reason
    from ranked
    where reason_rank = 1
)

select * from final
