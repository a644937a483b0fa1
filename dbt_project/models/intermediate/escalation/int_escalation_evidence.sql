{%- set meanings = ['told', 'reviewed', 'decided'] -%}

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

recovery_plans as (
    select
        measure_id,
        objective_id,
        plan_reference as reference,
        submitted_on_date as done_on_date
    from {{ ref('int_recovery_plans') }}
),

decisions as (
    select
        measure_id,
        objective_id,
        forum_id,
        post_id,
        decision_reference as reference,
        meanings,
        decided_on_date as done_on_date
    from {{ ref('int_decisions') }}
),

answers as (
    select
        'recovery_plan' as evidence,
        measure_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as forum_id,
        cast(null as {{ dbt.type_string() }}) as post_id,
        reference,
        done_on_date
    from recovery_plans
    {% for meaning in meanings %}
    union all
    select
        '{{ meaning }}' as evidence,
        measure_id,
        objective_id,
        forum_id,
        post_id,
        reference,
        done_on_date
    from decisions
    where {{ means('meanings', meaning) }}
    {% endfor %}
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
