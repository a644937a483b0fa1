with escalations as (
    select
        escalation_id,
        scorecard_id,
        measure_id,
        objective_id,
        period_id,
        ended_on_date
    from {{ ref('int_escalations') }}
),

status_checks as (
    select * from {{ ref('int_status_checks') }}
),

quarters as (
    select * from {{ ref('int_status_quarters') }}
),

objective_months as (
    select
        objective_id,
        period_id,
        due_date
    from {{ ref('int_objective_statuses') }}
),

-- What set a step off, and what ended it: a check of the run a rule counts, a quarter,
-- or an objective's month. What a post decided has no period, and rests on no figure.
final as (
    select
        escalations.escalation_id,
        escalations.scorecard_id,
        escalations.measure_id as owner_id,
        run_checks.period_id,
        false as is_end
    from escalations
    inner join status_checks as raising
        on
            escalations.measure_id = raising.measure_id
            and escalations.period_id = raising.period_id
    inner join status_checks as run_checks
        on
            raising.measure_id = run_checks.measure_id
            and raising.run_number = run_checks.run_number
            and raising.run_position >= run_checks.run_position
    union
    select
        escalation_id,
        scorecard_id,
        coalesce(measure_id, objective_id) as owner_id,
        period_id,
        false as is_end
    from escalations
    where period_id is not null
    {% for ends, owner, period, day in [
        ('status_checks', 'measure_id', 'period_id', 'published_on_date'),
        ('quarters', 'measure_id', 'quarter_id', 'published_on_date'),
        ('objective_months', 'objective_id', 'period_id', 'due_date'),
    ] -%}
    union
    select
        escalations.escalation_id,
        escalations.scorecard_id,
        {{ ends }}.{{ owner }} as owner_id,
        {{ ends }}.{{ period }} as period_id,
        true as is_end
    from escalations
    inner join {{ ends }}
        on
            escalations.{{ owner }} = {{ ends }}.{{ owner }}
            and escalations.ended_on_date = {{ ends }}.{{ day }}
    {% if ends == 'quarters' -%}
    inner join quarters as raising
        on
            escalations.measure_id = raising.measure_id
            and escalations.period_id = raising.quarter_id
    {% endif -%}
    where escalations.period_id is not null
    {% endfor %}
)

select * from final
