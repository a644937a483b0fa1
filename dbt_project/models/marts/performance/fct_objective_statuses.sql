with statuses as (
    select * from {{ ref('int_objective_statuses') }}
),

sentences as (
    select * from {{ ref('int_objective_sentences') }}
),

final as (
    select
        statuses.objective_id,
        statuses.period_id,
        statuses.scorecard_id,
        case when statuses.is_judged_by_attainment then statuses.rag_profile_id end
            as rag_profile_id,
        statuses.rule_version,
        statuses.roll_up_rule_id,
        statuses.roll_up_version,
        statuses.rag_status,
        statuses.rag_reason,
        sentences.explanation,
        statuses.attainment,
        cast(statuses.member_count as integer) as measure_count,
        cast(statuses.green_count as integer) as green_count,
        cast(statuses.amber_count as integer) as amber_count,
        cast(statuses.red_count as integer) as red_count,
        cast(statuses.none_count as integer) as none_count,
        case
            when statuses.is_judged_by_attainment
                then cast(statuses.member_count - statuses.attainment_count as integer)
        end as left_out_count,
        statuses.is_judged_by_attainment,
        statuses.is_at_risk,
        statuses.is_complete,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date
    from statuses
    inner join sentences
        on
            statuses.objective_id = sentences.objective_id
            and statuses.period_id = sentences.period_id
)

select * from final
