with escalations as (
    select
        *,
        -- A plan may answer figures that are known and not published yet.
        case
            when evidence_from = 'period_end' then {{ add_days('period_end_date', 1) }}
            else triggered_on_date
        end as counts_from_date
    from {{ ref('int_escalations_dated') }}
),

answers as (
    select * from {{ ref('int_escalation_answers') }}
),

-- The first answer counts, while the step stands: what comes after it has ended answers
-- nothing. Where nobody knows whose post it is, anybody's will do.
answered as (
    select
        escalations.escalation_id,
        answers.reference,
        answers.done_on_date,
        row_number() over (
            partition by escalations.escalation_id
            order by answers.done_on_date, answers.reference
        ) as place
    from escalations
    inner join answers
        on
            escalations.evidence = answers.evidence
            and (
                escalations.measure_id = answers.measure_id
                or escalations.objective_id = answers.objective_id
            )
            and escalations.counts_from_date <= answers.done_on_date
            and coalesce(escalations.ended_on_date, answers.done_on_date)
            >= answers.done_on_date
    where
        escalations.evidence_maker is null
        or (
            escalations.evidence_maker = 'forum'
            and escalations.forum_id = answers.forum_id
        )
        or (
            escalations.evidence_maker = 'post'
            and coalesce(
                escalations.post_id = answers.post_id, escalations.post_id is null
            )
        )
),

stated as (
    select
        escalation_id,
        decision_reference as reference,
        stated_done_on_date as done_on_date
    from escalations
    where stated_done_on_date is not null
),

final as (
    select
        escalation_id,
        reference,
        done_on_date
    from answered
    where place = 1
    union all
    select
        escalation_id,
        reference,
        done_on_date
    from stated
)

select * from final
